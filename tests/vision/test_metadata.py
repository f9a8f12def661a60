"""EXIF to `Metadata`: written here, and as cameras wrote it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from visionquery.domain.photos import Metadata
from visionquery.vision.decoding import ReadLimits
from visionquery.vision.decoding.exif import Tags
from visionquery.vision.metadata import read_metadata
from visionquery.vision.preprocessing import Preprocessing
from visionquery.vision.reading import read_picture


def _of(
    image: dict[int, Any] | None = None, exif: dict[int, Any] | None = None, gps: dict[int, Any] | None = None
) -> Metadata:
    return read_metadata(Tags(image or {}, exif or {}, gps or {}), 4, 3, "JPEG")


def _of_file(path: Path) -> Metadata:
    return read_picture(str(path), ReadLimits(), Preprocessing(64)).metadata


def test_everything_comes_through_a_file(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[Base.Make], exif[Base.Model], exif[Base.Orientation] = "NIKON CORPORATION", "NIKON D70", 6
    details = exif.get_ifd(IFD.Exif)
    details[Base.DateTimeOriginal], details[Base.OffsetTimeOriginal] = "2019:07:04 18:30:05", "-03:30"
    details[Base.ExposureTime], details[Base.FNumber] = 0.004, 2.8
    details[Base.ISOSpeedRatings], details[Base.FocalLength] = 400, 50.0
    details[Base.LensModel] = "AF-S DX 18-70mm"
    position = exif.get_ifd(IFD.GPSInfo)
    position[GPS.GPSLatitudeRef], position[GPS.GPSLatitude] = "S", (33.0, 51.0, 30.0)
    position[GPS.GPSLongitudeRef], position[GPS.GPSLongitude] = "E", (151.0, 12.0, 36.0)
    position[GPS.GPSAltitudeRef], position[GPS.GPSAltitude] = b"\x01", 12.5
    path = tmp_path / "a.jpg"
    Image.new("RGB", (60, 40), "teal").save(path, exif=exif)
    assert _of_file(path) == Metadata(
        width=40,
        height=60,
        format="JPEG",
        taken_at="2019-07-04T18:30:05",
        taken_offset=-210,
        camera="Nikon D70",
        lens="AF-S DX 18-70mm",
        exposure=0.004,
        aperture=2.8,
        iso=400,
        focal_length=50.0,
        latitude=-33.8583333,
        longitude=151.21,
        altitude=-12.5,
    )


@pytest.mark.parametrize(
    ("make", "model", "camera"),
    [
        ("Canon", "Canon EOS 40D", "Canon EOS 40D"),
        ("NIKON CORPORATION", "NIKON D850", "Nikon D850"),
        ("NIKON", "COOLPIX P6000", "Nikon COOLPIX P6000"),
        ("OLYMPUS IMAGING CORP.  ", "E-M10", "Olympus E-M10"),
        ("Apple", "iPhone 15 Pro", "Apple iPhone 15 Pro"),
        ("SONY", "ILCE-7M4", "Sony ILCE-7M4"),
        ("LEICA CAMERA AG", "LEICA Q2", "Leica Q2"),
        ("EASTMAN KODAK COMPANY", "KODAK CX7530 ZOOM DIGITAL CAMERA", "Kodak CX7530 ZOOM DIGITAL CAMERA"),
        ("Hewlett-Packard", "HP PhotoSmart R707", "HP PhotoSmart R707"),
        ("Konica Minolta Camera, Inc.", "DiMAGE Z3", "Konica Minolta DiMAGE Z3"),
        ("PENTAX Corporation", "PENTAX K10D", "Pentax K10D"),
        ("samsung", "SM-G991B\0\0", "Samsung SM-G991B"),
        ("", "GT-I9300", "GT-I9300"),
        ("Acme", "", "Acme"),
        ("", "", None),
        (7, b"\xff\xfe", "\ufffd\ufffd"),
    ],
)
def test_cameras_are_named_as_people_name_them(make: Any, model: Any, camera: str | None) -> None:
    assert _of({Base.Make: make, Base.Model: model}).camera == camera


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("2020:02:29 23:59:60", "2020-02-29T23:59:59"),
        ("2020-02-29T10:11:12", "2020-02-29T10:11:12"),
        ("2020:02:29 10:11", "2020-02-29T10:11:00"),
        ("0000:00:00 00:00:00", None),
        ("2021:02:29 10:11:12", None),
        ("    :  :     :  :  ", None),
        ("", None),
    ],
)
def test_dates_are_read_as_cameras_write_them(text: str, taken: str | None) -> None:
    assert _of(exif={Base.DateTimeOriginal: text}).taken_at == taken


def test_a_date_takes_the_zone_that_belongs_to_it() -> None:
    found = _of(
        {Base.DateTime: "2020:01:01 00:00:00"},
        {Base.DateTimeOriginal: "no", Base.OffsetTimeOriginal: "+09:00", Base.OffsetTime: "+05:45"},
    )
    assert (found.taken_at, found.taken_offset) == ("2020-01-01T00:00:00", 345)


@pytest.mark.parametrize("offset", ["", "+99:00", "local", None, 5])
def test_a_zone_that_makes_no_sense_is_left_out(offset: Any) -> None:
    found = _of(exif={Base.DateTimeOriginal: "2020:01:01 00:00:00", Base.OffsetTimeOriginal: offset})
    assert (found.taken_at, found.taken_offset) == ("2020-01-01T00:00:00", None)


@pytest.mark.parametrize(
    "gps",
    [
        {GPS.GPSLatitude: (0.0, 0.0, 0.0), GPS.GPSLongitude: (0.0, 0.0, 0.0)},
        {GPS.GPSLatitude: (91.0, 0.0, 0.0), GPS.GPSLongitude: (10.0, 0.0, 0.0)},
        {GPS.GPSLatitude: (float("nan"),), GPS.GPSLongitude: (10.0,)},
        {GPS.GPSLatitude: (50.0, 1.0, 2.0)},
        {GPS.GPSLatitude: (), GPS.GPSLongitude: ()},
    ],
)
def test_a_place_that_is_none_is_left_out(gps: dict[int, Any]) -> None:
    found = _of(gps=gps)
    assert (found.latitude, found.longitude) == (None, None)


def test_without_another_date_the_satellites_tell_it() -> None:
    gps = {GPS.GPSDateStamp: "2021:06:01", GPS.GPSTimeStamp: (4.0, 5.0, 6.5)}
    found = _of(gps=gps)
    assert (found.taken_at, found.taken_offset) == ("2021-06-01T04:05:06", 0)
    assert _of(exif={Base.DateTimeOriginal: "2021:06:01 06:05:06"}, gps=gps).taken_at == "2021-06-01T06:05:06"
    assert _of(gps={GPS.GPSDateStamp: "2021:06:01", GPS.GPSTimeStamp: (44.0, 5.0, 6.0)}).taken_at is None


def test_high_sensitivities_come_from_the_newer_tag() -> None:
    assert _of(exif={Base.ISOSpeedRatings: 65535, Base.RecommendedExposureIndex: 102400}).iso == 102400


_VALUES = st.one_of(
    st.none(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.binary(max_size=20),
    st.tuples(st.floats(), st.floats(), st.floats()),
    st.lists(st.one_of(st.integers(), st.text(max_size=3), st.none()), max_size=4),
)
_DIRECTORY = st.dictionaries(
    st.one_of(st.sampled_from([int(tag) for tag in (*Base, *GPS)]), st.integers(0, 65535)), _VALUES, max_size=12
)


@given(_DIRECTORY, _DIRECTORY, _DIRECTORY)
@settings(max_examples=300, deadline=None)
def test_no_tags_whatever_raise(image: dict[int, Any], exif: dict[int, Any], gps: dict[int, Any]) -> None:
    found = _of(image, exif, gps)
    assert found.iso is None or found.iso > 0
    assert found.latitude is None or -90 <= found.latitude <= 90


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("exif-samples/Canon_40D.jpg", {"camera": "Canon EOS 40D", "iso": 100, "taken_at": "2008-05-30T15:56:01"}),
        ("exif-samples/Nikon_D70.jpg", {"camera": "Nikon D70", "focal_length": 100.0}),
        ("exif-samples/DSCN0010.jpg", {"camera": "Nikon COOLPIX P6000", "latitude": 43.4674483, "iso": 64}),
        ("exif-samples/Pentax_K10D.jpg", {"camera": "Pentax K10D"}),
        ("exif-orientation/Landscape_6.jpg", {"width": 1800, "height": 1200}),
        ("phone/IMG_2682.heic", {"camera": "Apple iPhone 7", "width": 4032, "height": 3024, "format": "HEIF"}),
        ("phone/empty_gps.jpg", {"latitude": None, "longitude": None}),
        ("raw/exiv2-canon-powershot-s40.crw", {"format": "RAW", "width": 2312, "height": 1720}),
        ("raw/Canon-R6-pruned.CR3", {"camera": "Canon EOS R6", "taken_offset": 120, "format": "RAW", "width": 3584}),
        ("raw/IMG_1361.dng", {"camera": "Apple iPhone 12 Pro", "width": 3024, "height": 4032}),
    ],
)
def test_what_real_cameras_wrote(shared_data: Path, name: str, expected: dict[str, Any]) -> None:
    found = _of_file(shared_data / "formats" / name)
    assert {key: getattr(found, key) for key in expected} == expected
