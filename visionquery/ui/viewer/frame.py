"""A picture in memory in one or more sizes, ready to be painted. Main thread; made on any thread."""

from __future__ import annotations

from PySide6.QtGui import QImage

from visionquery.worker.pictures import SharedPicture


class Frame:
    """The sizes of one picture, the largest first.

    Of a `SharedPicture` the pixels are painted where they are, without a copy; they are given back with the last
    reference to the frame, so nobody may keep an image of `images` beyond the frame.
    """

    def __init__(self, images: list[QImage], shared: SharedPicture | None = None) -> None:
        self.images = images
        self._shared = shared

    @classmethod
    def of_shared(cls, shared: SharedPicture) -> Frame:
        """Of pixels that came from a reader's process."""
        images = [
            QImage(
                shared.memory[level.offset :],
                level.width,
                level.height,
                level.width * 4,
                QImage.Format.Format_RGB32,
            )
            for level in shared.levels
        ]
        return cls(images, shared)

    @classmethod
    def copy_of(cls, shared: SharedPicture) -> QImage:
        """The largest size as an image of its own; the shared pixels are given back."""
        frame = cls.of_shared(shared)
        image = frame.images[0].copy()
        # Nothing may look at the memory as it is closed.
        del frame
        shared.close()
        return image

    @property
    def width(self) -> int:
        """Of the largest size, in pixels."""
        return self.images[0].width()

    @property
    def height(self) -> int:
        """Of the largest size, in pixels."""
        return self.images[0].height()

    @property
    def bytes(self) -> int:
        """What the frame holds."""
        return sum(image.sizeInBytes() for image in self.images)

    def fitting(self, width: int) -> QImage:
        """The smallest size that need not be enlarged to this width, else the largest."""
        enough = [image for image in self.images if image.width() >= width]
        return enough[-1] if enough else self.images[0]
