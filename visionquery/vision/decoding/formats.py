"""Which files are pictures or videos, and what a file's first bytes say it is. Pure: loads no image library.

Content decides how a file is decoded (phones and messengers give HEIC files the name .jpg); the name decides only
whether the scanner looks at it, and tells a RAW file from the TIFF that it is built like.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath

from visionquery.domain.errors import BadFile, FailureKind
from visionquery.domain.photos import VIDEO_EXTENSIONS, VIDEO_FORMAT

# fmt: off
RAW_EXTENSIONS: frozenset[str] = frozenset(
    {
        ".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".fff", ".iiq",
        ".k25", ".kdc", ".mef", ".mos", ".mrw", ".nef", ".nrw", ".orf", ".pef", ".raf",
        ".rw2", ".rwl", ".sr2", ".srf", ".srw", ".x3f",
    }
)

EXTENSIONS: frozenset[str] = RAW_EXTENSIONS | VIDEO_EXTENSIONS | frozenset(
    {
        ".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".png", ".apng", ".webp", ".gif", ".bmp",
        ".dib", ".tif", ".tiff", ".heic", ".heif", ".hif", ".heics", ".heifs", ".avif", ".avifs",
        ".psd", ".psb", ".jxl", ".jp2", ".j2k", ".jpf", ".jpx", ".tga", ".ppm", ".pgm",
        ".pbm", ".pnm", ".pcx", ".qoi",
    }
)
# fmt: on
"""Names that the scanner takes for pictures and videos: lower case, with the dot."""


class Codec(StrEnum):
    """How a file is decoded. The value is the format's name as `Metadata.format` shows it."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WebP"
    GIF = "GIF"
    BMP = "BMP"
    TIFF = "TIFF"
    HEIF = "HEIF"
    AVIF = "AVIF"
    RAW = "RAW"
    PSD = "PSD"
    JPEG_XL = "JPEG XL"
    JPEG_2000 = "JPEG 2000"
    TGA = "TGA"
    PPM = "PPM"
    PCX = "PCX"
    QOI = "QOI"
    VIDEO = VIDEO_FORMAT


_SIGNATURES: tuple[tuple[bytes, Codec], ...] = (
    (b"\xff\xd8\xff", Codec.JPEG),
    (b"\x89PNG\r\n\x1a\n", Codec.PNG),
    (b"GIF87a", Codec.GIF),
    (b"GIF89a", Codec.GIF),
    (b"BM", Codec.BMP),
    (b"8BPS", Codec.PSD),
    (b"\xff\x0a", Codec.JPEG_XL),
    (b"\0\0\0\x0cJXL \r\n\x87\n", Codec.JPEG_XL),
    (b"\0\0\0\x0cjP  \r\n\x87\n", Codec.JPEG_2000),
    (b"\xff\x4f\xff\x51", Codec.JPEG_2000),
    (b"qoif", Codec.QOI),
    (b"FUJIFILMCCD-RAW", Codec.RAW),
    (b"II\x1a\0\0\0HEAPCCDR", Codec.RAW),  # Canon CRW
    (b"IIU\0", Codec.RAW),  # Panasonic and Leica RW2
    (b"IIRO", Codec.RAW),  # Olympus ORF, three spellings
    (b"IIRS", Codec.RAW),
    (b"MMOR", Codec.RAW),
    (b"\0MRM", Codec.RAW),  # Minolta MRW
    (b"FOVb", Codec.RAW),  # Sigma X3F
)

_TIFF_SIGNATURES = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")

_HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1"})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})

_VIDEO_BRANDS = frozenset({b"isom", b"iso2", b"mp41", b"mp42", b"M4V ", b"qt  ", b"3gp4", b"3gp5", b"avc1", b"MSNV"})
# QuickTime files from before there was `ftyp` begin with one of these boxes.
_QUICKTIME_BOXES = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
# What videos begin with, and what FFmpeg calls the container.
_VIDEO_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x1a\x45\xdf\xa3", "matroska"),
    (b"\0\0\x01\xba", "mpeg"),
    (b"\0\0\x01\xb3", "mpegvideo"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf"),
    (b"FLV\x01", "flv"),
    (b"OggS", "ogg"),
)
# A packet of a transport stream begins so; camcorders put a time of four bytes before each.
_TRANSPORT_SYNC, _TRANSPORT_PACKET = 0x47, 188

_NOT_PICTURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "This is a PDF document, not a picture."),
    (b"PK\x03\x04", "This is a ZIP archive, not a picture."),
    (b"RIFF", "This is a sound file, not a picture."),
    (b"%!PS", "PostScript files are not supported."),
    (b"\xc5\xd0\xd3\xc6", "PostScript files are not supported."),
    (b"\0\x05\x16\x07", "This is a macOS resource file that belongs to a picture, not a picture."),
    (b"<!doctype html", "This is a web page that was saved under a picture's name."),
    (b"<html", "This is a web page that was saved under a picture's name."),
    (b"<svg", "SVG drawings are not supported."),
    (b"<?xml", "This is an XML file, not a picture."),
)


def recognise(head: bytes, name: str) -> Codec:
    """How to decode a file that begins with `head` (see `files.HEAD_BYTES`) and is called `name`.

    Raises `BadFile` (EMPTY, UNSUPPORTED or DAMAGED) with the reason where nothing here decodes it.
    """
    extension = PurePath(name).suffix.lower()
    if not head:
        raise BadFile(FailureKind.EMPTY, "The file is empty.")
    if head.startswith(_TIFF_SIGNATURES):
        return Codec.RAW if extension in RAW_EXTENSIONS else Codec.TIFF
    for signature, codec in _SIGNATURES:
        if head.startswith(signature):
            return codec
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Codec.WEBP
    if head[4:8] == b"ftyp":
        return _recognise_iso_media(head, extension)
    if container_of(head):
        return Codec.VIDEO
    if head[:1] == b"P" and head[1:2] in b"123456" and head[2:3].isspace():
        return Codec.PPM
    if head[:1] == b"\x0a" and extension == ".pcx":
        return Codec.PCX
    _refuse_known_others(head)
    if extension == ".tga":
        return Codec.TGA
    if extension in RAW_EXTENSIONS:
        return Codec.RAW  # some cameras' files begin with nothing that could be recognised
    raise BadFile(FailureKind.UNSUPPORTED, "This is not a picture in any format that can be read.")


def container_of(head: bytes) -> str:
    """What FFmpeg calls the container of a video that begins with `head`, empty where it is none that is known."""
    if head[4:8] == b"ftyp" or head[4:8] in _QUICKTIME_BOXES:
        return "mov"
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return "avi"
    for start in (0, 4):
        packets = head[start :: _TRANSPORT_PACKET + start]
        if len(packets) > 1 and set(packets) == {_TRANSPORT_SYNC}:
            return "mpegts"
    return next((name for signature, name in _VIDEO_SIGNATURES if head.startswith(signature)), "")


def _recognise_iso_media(head: bytes, extension: str) -> Codec:
    """Tell HEIF, AVIF, JPEG XL, Canon CR3 and videos apart by the brands of their `ftyp` box."""
    end = min(int.from_bytes(head[:4], "big"), len(head))
    major = head[8:12]
    brands = {major} | {head[at : at + 4] for at in range(16, end - 3, 4)}
    if major == b"crx ":
        return Codec.RAW
    if brands & _AVIF_BRANDS:
        return Codec.AVIF
    if brands & _HEIF_BRANDS:
        return Codec.HEIF
    if brands & _VIDEO_BRANDS or extension in VIDEO_EXTENSIONS:
        return Codec.VIDEO
    return Codec.HEIF


def _refuse_known_others(head: bytes) -> None:
    if not head.strip(b"\0"):
        raise BadFile(FailureKind.DAMAGED, "The file holds only zeros: it was probably never copied completely.")
    lowered = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for signature, reason in _NOT_PICTURES:
        if head.startswith(signature) or lowered.startswith(signature):
            raise BadFile(FailureKind.UNSUPPORTED, reason)
