"""Reconcile: the cases that have a name."""

from __future__ import annotations

from dataclasses import replace

from visionquery.domain.photos import Changes, FileStat, Move, PhotoState, StoredFile
from visionquery.indexing.reconcile import reconcile

NS = 1_000_000_000
TIME = 1_700_000_000 * NS + 123_456_789


def stat(relpath: str, inode: int = 1, *, size: int = 100, mtime: int = TIME, device: str = "7") -> FileStat:
    return FileStat(relpath, size, mtime, f"{device}:{inode}" if inode else "")


def library(*stats: FileStat, state: PhotoState = PhotoState.INDEXED) -> dict[str, StoredFile]:
    """Rows numbered 0, 1, … in the order given."""
    return {file.relpath: StoredFile(number, file, state) for number, file in enumerate(stats)}


def test_nothing_happened() -> None:
    files = [stat("a.jpg", 1), stat("b.jpg", 2)]
    changes = reconcile(library(*files), files)
    assert changes == Changes(unchanged=2)
    assert not changes


def test_a_new_file() -> None:
    files = [stat("a.jpg", 1), stat("b.jpg", 2)]
    assert reconcile(library(files[0]), files) == Changes(added=(files[1],), unchanged=1)


def test_an_edit_in_place() -> None:
    now = stat("a.jpg", 1, size=101)
    assert reconcile(library(stat("a.jpg", 1)), [now]) == Changes(modified=(Move(0, now),))


def test_a_safe_save_keeps_the_row() -> None:
    now = stat("a.jpg", 9, size=101)
    assert reconcile(library(stat("a.jpg", 1)), [now]) == Changes(modified=(Move(0, now),))


def test_another_file_of_the_same_size_and_time_is_read_again() -> None:
    now = stat("a.jpg", 9)
    assert reconcile(library(stat("a.jpg", 1)), [now]) == Changes(modified=(Move(0, now),))


def test_a_rename_and_a_move_keep_the_row() -> None:
    stored = library(stat("a.jpg", 1), stat("b.jpg", 2))
    found = [stat("new.jpg", 1), stat("sub/b.jpg", 2)]
    assert reconcile(stored, found) == Changes(moved=(Move(0, found[0]), Move(1, found[1])))


def test_swapped_names() -> None:
    stored = library(stat("a.jpg", 1, size=10), stat("b.jpg", 2, size=20))
    found = [stat("a.jpg", 2, size=20), stat("b.jpg", 1, size=10)]
    assert set(reconcile(stored, found).moved) == {Move(0, found[1]), Move(1, found[0])}


def test_swapped_names_of_equal_size_and_time() -> None:
    stored = library(stat("a.jpg", 1), stat("b.jpg", 2))
    found = [stat("a.jpg", 2), stat("b.jpg", 1)]
    assert set(reconcile(stored, found).moved) == {Move(0, found[1]), Move(1, found[0])}


def test_a_chain_of_renames() -> None:
    stored = library(stat("a.jpg", 1), stat("b.jpg", 2, size=20))
    found = [stat("b.jpg", 1), stat("c.jpg", 2, size=20)]
    assert set(reconcile(stored, found).moved) == {Move(0, found[0]), Move(1, found[1])}


def test_a_move_onto_another_photo_replaces_that_one() -> None:
    stored = library(stat("a.jpg", 1), stat("b.jpg", 2, size=20))
    found = [stat("b.jpg", 1)]
    assert reconcile(stored, found) == Changes(moved=(Move(0, found[0]),), missing=(1,))


def test_a_picture_just_found_and_renamed_onto_a_photo_is_a_safe_save() -> None:
    stored = library(stat("a.jpg", 1))
    stored["a~.jpg"] = StoredFile(1, stat("a~.jpg", 2, size=20), PhotoState.PENDING)
    found = [stat("a.jpg", 2, size=20)]
    assert reconcile(stored, found) == Changes(modified=(Move(0, found[0]),), missing=(1,))


def test_a_file_put_where_a_moved_one_was_is_new() -> None:
    found = [stat("b.jpg", 1), stat("a.jpg", 9, size=5)]
    changes = reconcile(library(stat("a.jpg", 1)), found)
    assert changes == Changes(moved=(Move(0, found[0]),), added=(found[1],))


def test_an_inode_used_again_is_no_move() -> None:
    changes = reconcile(library(stat("a.jpg", 1)), [stat("b.jpg", 1, size=5)])
    assert changes == Changes(added=(stat("b.jpg", 1, size=5),), missing=(0,))
    changes = reconcile(library(stat("a.jpg", 1)), [stat("b.jpg", 1, mtime=TIME + 1)])
    assert changes == Changes(added=(stat("b.jpg", 1, mtime=TIME + 1),), missing=(0,))


def test_a_copy_is_no_move() -> None:
    files = [stat("a.jpg", 1), stat("sub/a.jpg", 2)]
    assert reconcile(library(files[0]), files) == Changes(added=(files[1],), unchanged=1)


def test_a_move_that_copied_is_told_by_name_size_and_time() -> None:
    now = stat("sub/a.jpg", 9)
    assert reconcile(library(stat("a.jpg", 1)), [now]) == Changes(moved=(Move(0, now),))


def test_with_a_time_in_whole_seconds_such_a_move_is_read_again() -> None:
    now = stat("sub/a.jpg", 9, mtime=5 * NS)
    assert reconcile(library(stat("a.jpg", 1, mtime=5 * NS)), [now]) == Changes(modified=(Move(0, now),))


def test_what_could_be_either_is_not_guessed() -> None:
    found = [stat("x/a.jpg", 8), stat("y/a.jpg", 9)]
    assert reconcile(library(stat("a.jpg", 1)), found) == Changes(added=tuple(found), missing=(0,))
    stored = library(stat("p/a.jpg", 1), stat("q/a.jpg", 2))
    assert reconcile(stored, [stat("a.jpg", 9)]) == Changes(added=(stat("a.jpg", 9),), missing=(0, 1))


def test_a_rename_of_case_alone() -> None:
    now = stat("img_1.jpg", 1)
    assert reconcile(library(stat("IMG_1.JPG", 1)), [now]) == Changes(moved=(Move(0, now),))
    now = stat("img_1.jpg", 0)
    assert reconcile(library(stat("IMG_1.JPG", 0)), [now]) == Changes(moved=(Move(0, now),))


def test_hard_links_are_two_photos() -> None:
    files = [stat("a.jpg", 1), stat("b.jpg", 1)]
    assert reconcile({}, files) == Changes(added=tuple(files))
    assert reconcile(library(*files), files) == Changes(unchanged=2)


def test_one_of_two_hard_links_is_renamed() -> None:
    found = [stat("a.jpg", 1), stat("c.jpg", 1)]
    stored = library(stat("a.jpg", 1), stat("b.jpg", 1))
    assert reconcile(stored, found) == Changes(moved=(Move(1, found[1]),), unchanged=1)


def test_hard_links_that_moved_together_keep_their_names() -> None:
    stored = library(stat("a.jpg", 1), stat("b.jpg", 1))
    found = [stat("sub/b.jpg", 1), stat("sub/a.jpg", 1)]
    assert set(reconcile(stored, found).moved) == {Move(0, found[1]), Move(1, found[0])}


def test_a_missing_photo_comes_back() -> None:
    file = stat("a.jpg", 1)
    gone = library(file, state=PhotoState.MISSING)
    assert reconcile(gone, []) == Changes()
    assert reconcile(gone, [file]) == Changes(returned=(0,))
    other = replace(file, size=5)
    assert reconcile(gone, [other]) == Changes(modified=(Move(0, other),))
    elsewhere = stat("sub/b.jpg", 1)
    assert reconcile(gone, [elsewhere]) == Changes(moved=(Move(0, elsewhere),))


def test_outside_the_scope_nothing_is_concluded() -> None:
    stored = library(stat("a.jpg", 1), stat("sub/b.jpg", 2), stat("sub2/c.jpg", 3))
    assert reconcile(stored, [], scope=("sub",)).missing == (1,)
    assert reconcile(stored, [], scope=("a.jpg", "sub2/c.jpg")).missing == (0, 2)


def test_what_could_not_be_looked_into_is_left_alone() -> None:
    stored = library(stat("a.jpg", 1), stat("locked/b.jpg", 2), stat("locked/deep/c.jpg", 3))
    assert reconcile(stored, [], unreadable={"locked"}).missing == (0,)
    assert not reconcile(stored, [], unreadable={""})


def test_a_photo_behind_a_locked_door_is_not_taken_to_have_moved() -> None:
    stored = library(stat("locked/a.jpg", 1))
    copy = stat("a.jpg", 9)
    assert reconcile(stored, [copy], unreadable={"locked"}) == Changes(added=(copy,))


def test_a_drive_mounted_inside_that_is_away_loses_nothing() -> None:
    stored = library(stat("a.jpg", 1), stat("usb/b.jpg", 2, device="8"))
    changes = reconcile(stored, [stat("a.jpg", 1)], devices={"7"})
    assert changes == Changes(unchanged=1)
    changes = reconcile(stored, [stat("a.jpg", 1)], devices={"7", "8"})
    assert changes == Changes(missing=(1,), unchanged=1)


def test_a_folder_emptied_on_its_own_file_system_is_believed() -> None:
    assert reconcile(library(stat("a.jpg", 1)), [], devices={"7"}).missing == (0,)


def test_a_device_that_got_another_number_changes_nothing_but_the_ids() -> None:
    stored = library(*(stat(f"{number}.jpg", number) for number in range(1, 4)), stat("gone.jpg", 4))
    found = [stat("1.jpg", 1, device="9"), stat("2.jpg", 2, device="9"), stat("sub/3.jpg", 3, device="9")]
    changes = reconcile(stored, found, devices={"9"})
    assert changes == Changes(
        refreshed=(Move(0, found[0]), Move(1, found[1])), moved=(Move(2, found[2]),), missing=(3,), unchanged=2
    )


def test_made_up_inodes_are_not_believed() -> None:
    stored = library(*(stat(f"{number}.jpg", number + 1) for number in range(100)))
    found = [stat(f"{number}.jpg", number + 2) for number in range(100)]
    changes = reconcile(stored, found)
    assert changes == Changes(refreshed=changes.refreshed, unchanged=100)
    assert [move.stat for move in changes.refreshed] == found


def test_a_few_restored_files_among_many_are_read_again() -> None:
    stored = library(*(stat(f"{number}.jpg", number + 1) for number in range(100)))
    found = [stat(f"{number}.jpg", number + 1 + (1000 if number < 40 else 0)) for number in range(100)]
    changes = reconcile(stored, found)
    assert len(changes.modified) == 40
    assert changes.unchanged == 60
