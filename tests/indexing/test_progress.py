"""Rate and time left."""

from __future__ import annotations

from visionquery.indexing.progress import RateMeter


def test_rate_counts_the_last_half_minute_only() -> None:
    meter = RateMeter()
    meter.start(0.0)
    for second in range(1, 101):
        meter.add(1 if second <= 60 else 10, float(second))
    assert 9.5 < meter.rate(100.0) <= 10.0


def test_time_left_follows_from_the_rate() -> None:
    meter = RateMeter()
    meter.start(0.0)
    meter.add(50, 5.0)
    meter.add(50, 10.0)
    assert meter.remaining(200, 10.0) == 20.0


def test_time_left_is_unknown_at_first() -> None:
    meter = RateMeter()
    meter.start(0.0)
    meter.add(5, 0.5)
    assert meter.remaining(1000, 0.5) is None


def test_nothing_left_takes_no_time() -> None:
    assert RateMeter().remaining(0, 0.0) == 0.0


def test_a_stall_lowers_the_rate() -> None:
    meter = RateMeter()
    meter.start(0.0)
    meter.add(100, 10.0)
    assert meter.rate(10.0) == 10.0
    assert meter.rate(20.0) == 5.0


def test_a_pause_does_not_count() -> None:
    meter = RateMeter()
    meter.start(0.0)
    meter.add(100, 10.0)
    meter.start(1000.0)
    meter.add(20, 1002.0)
    assert meter.rate(1002.0) == 10.0
    assert meter.done == 120


def test_a_clock_set_back_starts_the_measurement_over() -> None:
    meter = RateMeter()
    meter.start(100.0)
    meter.add(10, 101.0)
    meter.add(10, 50.0)
    assert meter.rate(50.0) == 0.0
    assert meter.done == 20


def test_memory_is_bounded() -> None:
    meter = RateMeter()
    for step in range(10_000):
        meter.add(1, step * 0.1)
    assert len(meter._samples) < 310


def test_an_empty_queue_counts_from_nothing() -> None:
    meter = RateMeter()
    meter.start(0.0)
    meter.add(10, 1.0)
    meter.reset()
    assert (meter.done, meter.rate(2.0)) == (0, 0.0)
