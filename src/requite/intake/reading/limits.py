"""How much a file may ask of the machine."""

FILE_BYTES = 2 * 1024**3
COLUMNS = 1_000
LINE_CHARS = 1_048_576
CELL_CHARS = 262_144
RECORD_LINES = 200

NAME_CHARS = 200
POINT_CHARS = 254
TEXT_CHARS = 500
NOTE_CHARS = 10_000

HEAD_BYTES = 262_144
FOREIGN_BYTES = 262_144
CHUNK_BYTES = 1_048_576
DAMAGE_CHUNKS = 64  # what of a file is looked through for characters that can't be read in an encoding somebody named
SAMPLE_ROWS = 200
PREVIEW_ROWS = 20
