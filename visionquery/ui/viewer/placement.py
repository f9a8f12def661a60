"""Where a picture stands in a view: fit, zoom at a point, pan. Pure; all lengths in device pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace

MAX_SCALE = 16.0
"""Device pixels a side for one pixel of the picture: beyond it there are only squares to see."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Placement:
    """A picture of `picture` pixels in a view of `view` device pixels.

    `scale` is device pixels for each pixel of the picture: at 1 the picture is shown as it is. `centre` is the point
    of the picture, in its pixels, that stands in the middle of the view. While `fitted`, the picture follows the
    view's size. `most` is the largest scale that fitting uses: small pictures are not blown up.
    """

    picture: Pair
    view: Pair
    most: float
    scale: float
    centre: tuple[float, float]
    fitted: bool

    @property
    def fit_scale(self) -> float:
        """The scale at which the whole picture is seen."""
        return fit_scale(self.picture, self.view, self.most)

    @property
    def size(self) -> Pair:
        """The picture's size in the view."""
        return max(1, round(self.picture[0] * self.scale)), max(1, round(self.picture[1] * self.scale))

    @property
    def origin(self) -> Pair:
        """Where the picture's upper left corner lies in the view; whole pixels, so that nothing is resampled."""
        width, height = self.size
        return (
            (self.view[0] - width) // 2 if width <= self.view[0] else round(self._corner(0)),
            (self.view[1] - height) // 2 if height <= self.view[1] else round(self._corner(1)),
        )

    @property
    def larger_than_view(self) -> bool:
        """Whether there is something to pan to."""
        width, height = self.size
        return width > self.view[0] or height > self.view[1]

    def fit(self) -> Placement:
        """The whole picture, in the middle."""
        return placed(self.picture, self.view, self.most)

    def resized(self, view: Pair) -> Placement:
        """In a view of another size: fitted again, or with the same point in its middle."""
        if self.fitted:
            return placed(self.picture, view, self.most)
        return replace(self, view=view)._clamped()

    def zoomed(self, scale: float, at: tuple[float, float] | None = None) -> Placement:
        """At another scale, with what lies at the view's point `at` (None: its middle) staying there.

        Between the smaller of fitting and 1, and `MAX_SCALE`; on its way out it fits at last.
        """
        least = min(self.fit_scale, 1.0)
        scale = min(max(scale, least), MAX_SCALE)
        if scale <= self.fit_scale < self.scale or scale == least == self.fit_scale:
            return self.fit()
        middle = (self.view[0] / 2, self.view[1] / 2)
        point = at if at is not None else middle
        under = self.picture_point(point)
        centre = (under[0] + (middle[0] - point[0]) / scale, under[1] + (middle[1] - point[1]) / scale)
        return replace(self, scale=scale, centre=centre, fitted=False)._clamped()

    def panned(self, right: float, down: float) -> Placement:
        """The picture moved by so much under the view."""
        if not self.larger_than_view:
            return self
        centre = (self.centre[0] - right / self.scale, self.centre[1] - down / self.scale)
        return replace(self, centre=centre, fitted=False)._clamped()

    def picture_point(self, at: tuple[float, float]) -> tuple[float, float]:
        """The point of the picture, in its pixels, at a point of the view."""
        left, top = self.origin
        return (at[0] - left) / self.scale, (at[1] - top) / self.scale

    def _corner(self, axis: int) -> float:
        return self.view[axis] / 2 - self.centre[axis] * self.scale

    def _clamped(self) -> Placement:
        """No farther than to the picture's edges; a side that fits is in the middle."""
        centre = []
        for axis in (0, 1):
            half = self.view[axis] / 2 / self.scale
            length = self.picture[axis]
            centre.append(length / 2 if 2 * half >= length else min(max(self.centre[axis], half), length - half))
        return replace(self, centre=(centre[0], centre[1]))


def placed(picture: Pair, view: Pair, most: float) -> Placement:
    """The whole picture in the middle of the view."""
    middle = (picture[0] / 2, picture[1] / 2)
    return Placement(picture, view, most, fit_scale(picture, view, most), middle, fitted=True)


def fit_scale(picture: Pair, view: Pair, most: float) -> float:
    """The largest scale up to `most` at which all of the picture is seen."""
    return min(view[0] / max(1, picture[0]), view[1] / max(1, picture[1]), most)
