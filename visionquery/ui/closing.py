"""The row with the one button that closes a sheet. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox


def close_row(dialog: QDialog) -> QDialogButtonBox:
    """A button that closes the dialog. Qt's own Close has an icon of the style's, which knows no colours of ours."""
    row = QDialogButtonBox(dialog)
    row.addButton(QCoreApplication.translate("closing", "Close"), QDialogButtonBox.ButtonRole.RejectRole)
    row.rejected.connect(dialog.reject)
    return row
