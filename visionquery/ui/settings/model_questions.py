"""What is asked before a model is imported, trusted or removed. No dialog blocks. Main thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QInputDialog, QMessageBox, QWidget

from visionquery.domain.models import PICKLED_SUFFIXES, ModelStatus
from visionquery.ui.grid.model import shown_path

CHECKPOINT_SUFFIXES = (".safetensors", *PICKLED_SUFFIXES)


class ModelQuestions(QObject):
    """Emits `import_wanted(path, architecture, trust pickle)`."""

    import_wanted = Signal(str, str, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent

    def ask_folder(self) -> None:
        """Which folder a model is in."""
        dialog = QFileDialog(self._parent, self.tr("Import a model from a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda path: self.import_wanted.emit(path, "", False))
        self._open(dialog)

    def ask_file(self) -> None:
        """Which file a model is in, what its architecture is, and whether an old kind of file may be read."""
        dialog = QFileDialog(self._parent, self.tr("Import a model from a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        patterns = " ".join(f"*{suffix}" for suffix in CHECKPOINT_SUFFIXES)
        dialog.setNameFilter(self.tr("Checkpoints ({patterns})").format(patterns=patterns))
        dialog.fileSelected.connect(self._ask_architecture)
        self._open(dialog)

    def ask_consent(self, title: str, agreed: Callable[[], None]) -> None:
        """Whether a pickled checkpoint may be read."""
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(self.tr("Trust the file of {title}?").format(title=title))
        box.setInformativeText(
            self.tr(
                "It is in Python's pickle format, in which programs can be hidden. VisionQuery reads nothing but "
                "numbers from it, which should keep you safe; take it only from somebody whom you trust."
            )
        )
        yes = box.addButton(self.tr("Trust it"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.buttonClicked.connect(lambda button: agreed() if button is yes else None)
        self._open(box)

    def ask_removal(self, status: ModelStatus, agreed: Callable[[bool], None]) -> None:
        """Whether a model may go, and what it knows of the photos too."""
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(self.tr("Remove {title}?").format(title=status.entry.title))
        box.setInformativeText(self.tr("Its files are deleted. It can be downloaded again."))
        also = QCheckBox(self.tr("Also forget what it has learnt about your photos"), box)
        if status.covered:
            box.setCheckBox(also)
        yes = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(yes)
        box.buttonClicked.connect(lambda button: agreed(also.isChecked()) if button is yes else None)
        self._open(box)

    def ask_forgetting(self, status: ModelStatus, agreed: Callable[[], None]) -> None:
        """Whether what a model knows of the photos may go, where the model itself stays."""
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(self.tr("Forget what {title} has learnt about your photos?").format(title=status.entry.title))
        box.setInformativeText(
            self.tr("This makes room. The model stays; should you use it again, it reads all photos again.")
        )
        yes = box.addButton(self.tr("Forget"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(yes)
        box.buttonClicked.connect(lambda button: agreed() if button is yes else None)
        self._open(box)

    def _ask_architecture(self, path: str) -> None:
        if Path(path).with_name("open_clip_config.json").exists():
            self._ask_trust(path, "")
            return
        dialog = QInputDialog(self._parent)
        dialog.setWindowTitle(self.tr("Import a model from a file"))
        dialog.setLabelText(
            self.tr("The architecture of {name}, as open_clip calls it (such as ViT-B-32):").format(
                name=shown_path(Path(path).name)
            )
        )
        dialog.textValueSelected.connect(lambda text: self._ask_trust(path, text.strip()))
        self._open(dialog)

    def _ask_trust(self, path: str, architecture: str) -> None:
        if path.lower().endswith(PICKLED_SUFFIXES):
            title = shown_path(Path(path).name)
            self.ask_consent(title, lambda: self.import_wanted.emit(path, architecture, True))
        else:
            self.import_wanted.emit(path, architecture, False)

    @staticmethod
    def _open(dialog: QFileDialog | QMessageBox | QInputDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
