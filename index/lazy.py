"""`cached_property` without a lock.

That of Python 3.11 lets one thread at a time compute a property, in all objects of a class together.
"""

from collections.abc import Callable
from typing import Generic, Self, TypeVar, overload

Owner = TypeVar("Owner")
Value = TypeVar("Value")


class cached_property(Generic[Owner, Value]):  # noqa: N801  it is used as `functools.cached_property` is
    """A property that is computed when first read, by two threads at once in rare cases, and kept.

    The class needs a `__dict__`.
    """

    def __init__(self, compute: Callable[[Owner], Value]) -> None:
        self._compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        """Take the name under which the value is kept."""
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: Owner, owner: type) -> Value: ...
    def __get__(self, instance: Owner | None, owner: type) -> Self | Value:
        """Compute and keep the value; afterwards it is found before this is called."""
        if instance is None:
            return self
        value = vars(instance)[self._name] = self._compute(instance)
        return value
