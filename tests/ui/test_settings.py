"""The Settings window on the real worker: what is chosen there is in effect at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from visionquery.domain.models import Download, DownloadState, ModelEntry, ModelStatus, NetworkRequest
from visionquery.domain.settings import BY_NAME, DEFAULT_IGNORED_NAMES, SETTINGS, Kind, Page, Setting
from visionquery.library.library import Library
from visionquery.system.paths import DataPaths
from visionquery.ui.program import Program
from visionquery.ui.settings.dialog import SettingsDialog
from visionquery.ui.settings.fields import Choice, Number, Slider, Switch, Text, make_field
from visionquery.ui.settings.model_card import ModelCard
from visionquery.ui.settings.names import NamesEditor
from visionquery.ui.settings.sizes import measure

WAIT = 60_000


@pytest.fixture(scope="module")
def program(start_shared_program: Callable[[Path], Program], tmp_path_factory: pytest.TempPathFactory) -> Program:
    return start_shared_program(tmp_path_factory.mktemp("settings") / "home")


@pytest.fixture
def dialog(program: Program, qtbot: QtBot) -> Iterator[SettingsDialog]:
    program.show_settings()
    assert program.settings is not None
    qtbot.waitUntil(lambda: program.bridge.worker_pid is not None, timeout=WAIT)
    yield program.settings
    program.settings.close()


def _form_of(dialog: SettingsDialog, name: str):  # type: ignore[no-untyped-def]
    page = BY_NAME[name].page
    return {
        Page.GENERAL: dialog.general,
        Page.INDEXING: dialog.indexing,
        Page.MODELS: dialog.models.form,
        Page.PRIVACY: dialog.privacy.form,
    }[page]


def test_every_setting_that_is_not_hidden_has_a_named_field(dialog: SettingsDialog) -> None:
    for setting in SETTINGS:
        if setting.kind is Kind.HIDDEN:
            continue
        field = _form_of(dialog, setting.name).fields[setting.name]
        proxy = field.focusProxy() or field.editor.list
        assert proxy.accessibleName() == setting.title, setting.name
        assert proxy.focusPolicy() & Qt.FocusPolicy.TabFocus, setting.name


_KINDS = {
    bool: {Kind.SWITCH},
    int: {Kind.NUMBER, Kind.SLIDER, Kind.CHOICE},
    str: {Kind.CHOICE, Kind.TEXT},
    tuple: {Kind.NAMES},
}


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_what_a_setting_is_changed_with_fits_what_it_holds(setting: Setting) -> None:
    assert setting.accepts(setting.default)
    assert setting.kind is Kind.HIDDEN or setting.kind in _KINDS[type(setting.default)]


def test_videos_can_be_left_out(program: Program, dialog: SettingsDialog, qtbot: QtBot) -> None:
    field = dialog.indexing.fields["videos"]
    assert isinstance(field, Switch)
    assert field.box.isChecked()
    field.box.click()
    qtbot.waitUntil(lambda: program.reader.settings()["videos"] is False, timeout=WAIT)
    field.box.click()
    qtbot.waitUntil(lambda: program.reader.settings()["videos"] is True, timeout=WAIT)


def test_a_choice_is_in_effect_at_once(program: Program, dialog: SettingsDialog, qtbot: QtBot) -> None:
    field = dialog.indexing.fields["priority"]
    assert isinstance(field, Choice)
    field.box.setCurrentIndex(field.box.findData("normal"))
    qtbot.waitUntil(lambda: program.reader.settings()["priority"] == "normal", timeout=WAIT)
    field.box.setCurrentIndex(field.box.findData("background"))
    qtbot.waitUntil(lambda: program.reader.settings()["priority"] == "background", timeout=WAIT)


def test_a_number_is_taken_when_the_hand_rests(program: Program, dialog: SettingsDialog, qtbot: QtBot) -> None:
    field = dialog.indexing.fields["poll_minutes"]
    assert isinstance(field, Number)
    seen: list[object] = []
    field.changed.connect(seen.append)
    for _ in range(5):
        field.box.stepUp()
    qtbot.waitUntil(lambda: program.reader.settings()["poll_minutes"] == 15, timeout=WAIT)
    assert seen == [15]


def test_colours_and_size_apply_to_the_window(program: Program, dialog: SettingsDialog) -> None:
    colours, size = dialog.general.fields["scheme"], dialog.general.fields["cell_size"]
    assert isinstance(colours, Choice)
    assert isinstance(size, Slider)
    colours.box.setCurrentIndex(colours.box.findData("dark"))
    assert program._theme.dark
    colours.box.setCurrentIndex(colours.box.findData("light"))
    assert not program._theme.dark
    size.slider.setValue(240)
    assert program.window.header.slider.value() == 240
    program.window.zoom(-1)
    assert program.window.header.slider.value() < 240
    program.window.save()
    assert size.slider.value() == program.memory.cell_size == program.window.header.slider.value()


def test_another_language_is_announced_for_the_next_start(program: Program, dialog: SettingsDialog) -> None:
    field = dialog.general.fields["language"]
    assert isinstance(field, Choice)
    field.box.setCurrentIndex(field.box.findData("de"))
    assert program.memory.value("language") == "de"
    notes = [label.text() for label in dialog.general.findChildren(QLabel) if label.objectName() == "settingNote"]
    assert any("next start" in note for note in notes)
    field.box.setCurrentIndex(0)


def test_a_proxy_that_is_none_is_not_stored(program: Program, dialog: SettingsDialog, qtbot: QtBot) -> None:
    field = dialog.models.form.fields["proxy"]
    assert isinstance(field, Text)
    sent: list[object] = []
    field.changed.connect(sent.append)
    field.line.setText("not an address")
    field.line.editingFinished.emit()
    assert field.line.property("wrong") is True
    field.line.setText("http://proxy.example:3128")
    field.line.editingFinished.emit()
    assert field.line.property("wrong") is False
    qtbot.waitUntil(lambda: program.reader.settings()["proxy"] == "http://proxy.example:3128", timeout=WAIT)
    assert sent == ["http://proxy.example:3128"]


def test_what_is_refused_is_told_and_shown_as_it_is(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog._change("cores", 10_000)
    qtbot.waitUntil(lambda: dialog.notice.shown is not None, timeout=WAIT)
    cores = dialog.indexing.fields["cores"]
    assert isinstance(cores, Number)
    qtbot.waitUntil(lambda: cores.box.value() == 0, timeout=WAIT)
    dialog.notice.withdraw("settings")


def test_names_are_added_removed_and_reset(qtbot: QtBot) -> None:
    editor = NamesEditor(("a", "b"))
    qtbot.addWidget(editor)
    told: list[list[str]] = []
    editor.changed.connect(told.append)
    editor.show_names(("a", "b"))
    assert told == []
    assert not editor.reset_button.isEnabled()
    qtbot.keyClicks(editor.line, "*.tmp")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    editor.list.item(0).setSelected(True)
    qtbot.keyClick(editor.list, Qt.Key.Key_Delete)
    qtbot.mouseClick(editor.reset_button, Qt.MouseButton.LeftButton)
    assert told == [["a", "b", "*.tmp"], ["b", "*.tmp"], ["a", "b"]]


def test_names_to_ignore_are_those_in_effect(dialog: SettingsDialog, qtbot: QtBot) -> None:
    editor = dialog.indexing.fields["ignored_names"].editor  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: editor.names == list(DEFAULT_IGNORED_NAMES), timeout=WAIT)


def test_a_switch_that_is_shown_a_value_does_not_tell_of_it(qtbot: QtBot) -> None:
    field = make_field(BY_NAME["close_to_tray"])
    assert isinstance(field, Switch)
    qtbot.addWidget(field)
    told: list[object] = []
    field.changed.connect(told.append)
    field.show_value(True)
    assert told == []
    field.box.click()
    assert told == [False]


def test_storage_tells_the_size_of_each_part(program: Program, dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.open_page("storage")
    qtbot.waitUntil(lambda: "B" in dialog.storage.amounts["library"].text(), timeout=WAIT)
    sizes = measure(program.reader.paths)
    assert sizes.library == sum(file.stat().st_size for file in program.reader.paths.root.glob("library.db*"))
    assert sizes.total >= sizes.library + sizes.logs > 0


def test_the_models_are_those_of_the_worker(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.open_page("models")
    qtbot.waitUntil(lambda: "starter" in dialog.models.cards, timeout=WAIT)
    qtbot.waitUntil(lambda: "In use" in dialog.models.cards["starter"].words, timeout=WAIT)
    assert len(dialog.models.cards) > 5
    assert all(card.buttons["download"].isVisible() for name, card in dialog.models.cards.items() if name != "starter")


def test_cleared_thumbnails_come_back_where_they_are_seen(
    program: Program, dialog: SettingsDialog, qtbot: QtBot, photo_folder: Path
) -> None:
    program.folder_commands.add(str(photo_folder))
    qtbot.waitUntil(lambda: program.reader.counts().indexed == 12, timeout=2 * WAIT)
    qtbot.waitUntil(lambda: program.model.rowCount() == 12, timeout=WAIT)
    seen = [program.model.photo_id(row) for row in program.grid.visible_rows()]
    hashes = [photo.content_hash or b"" for photo in program.reader.photos(seen).values()]
    assert len(program.reader.thumbnails.get_many(hashes)) == len(seen) > 0
    dialog.open_page("storage")
    qtbot.waitUntil(dialog.storage.clear_button.isEnabled, timeout=WAIT)
    cleared = program.reader.paths.thumbnails.stat().st_ino
    dialog.storage.clear_button.click()
    qtbot.waitUntil(lambda: program.reader.paths.thumbnails.stat().st_ino != cleared, timeout=WAIT)
    qtbot.waitUntil(lambda: len(program.reader.thumbnails.get_many(hashes)) == len(seen), timeout=WAIT)


def test_every_request_is_listed(qtbot: QtBot, start_program: Callable[[Path], Program], data_dir: Path) -> None:
    requests = [
        NetworkRequest(
            f"2026-11-21T10:0{minute}:00+00:00", f"https://hub.example/{minute}", "A model", "complete", 5000
        )
        for minute in range(3)
    ]
    with Library(DataPaths(data_dir)) as library:
        for request in requests:
            library.requests.record(request)
    program = start_program(data_dir)
    program.show_settings("privacy")
    assert program.settings is not None
    page = program.settings.privacy
    qtbot.waitUntil(lambda: page.table.rowCount() == 3, timeout=WAIT)
    assert page.none.isHidden()
    assert page.table.item(0, 2).text() == "https://hub.example/2"
    assert page.table.item(0, 3).text() == "5.0 kB"


def test_without_requests_it_says_so(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.open_page("privacy")
    qtbot.waitUntil(lambda: dialog.privacy.none.isVisible(), timeout=WAIT)
    assert dialog.privacy.table.isHidden()


ENTRY = ModelEntry("m", "M", "ViT-B-32", repository="o/m", bytes_on_disk=605_000_000, languages=("en",), recall=0.65)


@pytest.mark.parametrize(
    ("status", "offered", "said"),
    [
        (ModelStatus(ENTRY), {"download"}, "605.0 MB on disk"),
        (ModelStatus(ENTRY, installed=True, removable=True), {"use", "remove"}, "Here"),
        (ModelStatus(ENTRY, installed=True, chosen=True, answering=True, covered=3, of=3), set(), "In use"),
        (ModelStatus(ENTRY, installed=True, chosen=True, covered=199, of=200), {"use_now"}, "99%"),
        (ModelStatus(ENTRY, installed=True, answering=True, removable=True), {"use"}, "Answers until"),
        (
            ModelStatus(ENTRY, download=Download(DownloadState.RUNNING, 100, 400, 10.0, 120.0)),
            {"pause", "cancel"},
            "2 min left",
        ),
        (ModelStatus(ENTRY, download=Download(DownloadState.PAUSED, 100, 400)), {"resume", "cancel"}, "Paused at"),
        (
            ModelStatus(ENTRY, download=Download(DownloadState.FAILED, message="No network.", advice="Try later.")),
            {"resume", "cancel"},
            "No network. Try later.",
        ),
        (
            ModelStatus(ENTRY, download=Download(DownloadState.WAITING, needs_consent=True)),
            {"consent", "cancel"},
            "",
        ),
        (ModelStatus(ENTRY, installed=True, builtin=True, covered=5, of=5), {"use", "forget"}, "Built in"),
        (ModelStatus(ENTRY, problem="Its files are damaged.", removable=True), {"download", "remove"}, "damaged"),
    ],
)
def test_a_model_offers_what_can_be_done_with_it(
    qtbot: QtBot, status: ModelStatus, offered: set[str], said: str
) -> None:
    card = ModelCard(status)
    qtbot.addWidget(card)
    assert {name for name, button in card.buttons.items() if not button.isHidden()} == offered
    assert said in card.words


def test_a_model_is_removed_only_after_a_question(dialog: SettingsDialog, qtbot: QtBot) -> None:
    answers: list[bool] = []
    dialog.models.questions.ask_removal(ModelStatus(ENTRY, covered=7, of=9), answers.append)
    box = dialog.models.findChild(QMessageBox)
    assert box.checkBox() is not None
    box.checkBox().setChecked(True)
    next(button for button in box.findChildren(QPushButton) if button.text() == "Remove").click()
    assert answers == [True]


def test_what_a_model_has_learnt_goes_only_after_a_question(dialog: SettingsDialog, qtbot: QtBot) -> None:
    answers: list[str] = []
    for pressed in ("Cancel", "Forget"):
        dialog.models.questions.ask_forgetting(ModelStatus(ENTRY, covered=7, of=9), lambda: answers.append("agreed"))
        box = dialog.models.findChildren(QMessageBox)[-1]
        next(button for button in box.findChildren(QPushButton) if button.text().strip("&") == pressed).click()
        assert answers == (["agreed"] if pressed == "Forget" else [])


def test_the_list_of_pages_is_reached_by_keys(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.open_page("general")
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.page is Page.INDEXING
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()
