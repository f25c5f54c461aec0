"""Messages as files in a folder, for gateways that fetch and for places without a network."""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class FilePort:
    """One file for each message, named after its key: writing it again changes nothing."""

    folder: Path
    knows_repeats: bool = True

    def send(self, key: str, phone: str, text: str) -> str:
        """Write the message whole or not at all; its reference is the file's name."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.json"
        content = json.dumps({"key": key, "phone": phone, "text": text}, ensure_ascii=False)
        draft = self.folder / f".{name}.part"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(content)
        draft.replace(self.folder / name)
        return name
