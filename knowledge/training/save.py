"""Writing the model folder: a SentenceTransformer of one static table, the marker and the tokenizer."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Tokenizer, models, pre_tokenizers
from torch import Tensor

from knowledge.embed import MARKER, TOKENS, UNKNOWN


def save_model(table: Tensor, vocabulary: dict[str, int], folder: Path) -> None:
    """Writes the model to `folder`, replacing its files but no others; weights are kept as float16.

    Everything is written aside first, so that a run that fails leaves the old model as it was.
    """
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    module = StaticEmbedding(tokenizer, embedding_weights=table.half())
    model = SentenceTransformer(modules=[module, Normalize()], device="cpu")
    marker = {"tokens": TOKENS, "dimension": table.shape[1], "vocabulary": table.shape[0]}
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as aside:
        model.save(aside, create_model_card=False)
        # The library indents the vocabulary, which nearly doubles the file.
        tokenizer.save(str(Path(aside) / "tokenizer.json"), pretty=False)
        (Path(aside) / MARKER).write_text(json.dumps(marker) + "\n", encoding="utf-8")
        for path in sorted(Path(aside).iterdir()):
            target = folder / path.name
            if path.is_dir():
                shutil.copytree(path, target, dirs_exist_ok=True)
            else:
                path.chmod(0o644)
                path.replace(target)
