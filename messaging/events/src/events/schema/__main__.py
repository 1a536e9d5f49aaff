"""``python -m events.schema``: write ``messaging/event-schemas`` anew."""

from events.schema.files import FOLDER, generate

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    generated = generate()
    for stale in FOLDER.iterdir():
        if stale.name not in generated:
            stale.unlink()
    for name, text in generated.items():
        (FOLDER / name).write_text(text)
