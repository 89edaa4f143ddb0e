"""What may stand in the address of a file."""


class Key:
    """The random key of a file, 32 hexadecimal digits."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class Name(Key):
    """A file's name as pressreleases.files.plain_name makes it."""

    regex = r"[a-z0-9]+(?:-[a-z0-9]+)*\.(?:jpg|png|webp|pdf)"
