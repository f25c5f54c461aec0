"""Two connections, one database: rows always through the runtime role, shape through the owner."""


class OneDatabase:
    """Send every query to `default`; migrations alone name `owner` themselves."""

    def db_for_read(self, _model: object, **_hints: object) -> str:
        """Rows are read as the runtime role."""
        return "default"

    def db_for_write(self, _model: object, **_hints: object) -> str:
        """Rows are written as the runtime role."""
        return "default"

    def allow_relation(self, _one: object, _other: object, **_hints: object) -> bool:
        """All models live in one database."""
        return True

    def allow_migrate(self, db: str, _app_label: str, **_hints: object) -> bool:
        """Only the owner changes the shape of tables."""
        return db == "owner"
