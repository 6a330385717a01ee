export const USAGE = `Makes a caption index that any static host can serve.

  npm run index -- build --captions FILE --model DIR --out DIR --id NAME --title TEXT
  npm run index -- --recipe NAME --captions FILE --model DIR --out DIR   a source that others publish
  npm run index -- recipes                          what recipes there are, with licences
  npm run index -- build … --partition I/N          one machine's part of the embedding, I from 0 to N−1
  npm run index -- merge [PART …] --model DIR --out DIR --id NAME --title TEXT
  npm run index -- clean --captions FILE --work DIR
  npm run index -- inspect DIR
  npm run index -- verify DIR [--model DIR | --work DIR]

Captions
  --captions FILE      .tsv (url<TAB>caption), .csv, .jsonl, .parquet, .txt, a Darwin Core archive (.zip), or gzip of these; a folder of such files;
                       - for standard input. May be given more than once
  --format F           tsv, csv, jsonl, parquet, dwca or text, where the name does not say it
  --column C           the caption's column: a name, or a number from 1 on in a file without names
                       (default: caption or text; in a .tsv without names all after the first tab)
  --name-column C      the column that says whom a text is of; its captions then say it too
  --sentences          each sentence is a caption of its own
  --section WORD       take only sections whose heading begins with it, else the lead. May be given more than once
  --language-column C  the column with each caption's language (BCP 47), and
  --source-column C    the one that says where it comes from, so that users can leave some out
  --shortest N         characters a caption has at least (default: 3)
  --longest N          … and at most (default: 500)
  --block-list FILE    words that no caption may hold, one a line (default: index-shards/builder/clean/block-list.txt)
  --keep-near          keep captions that differ from an earlier one only in case, accents or punctuation

Model
  --model DIR          checkpoint in Hugging Face's layout; its text tower embeds the captions
  --model-id NAME      its name (default: the folder's)
  --revision NAME      its revision (default: main)
  --precision P        fp32 (default), fp16 or q8
  --threads N          threads to embed with (default: what the runtime chooses)
  --embeddings FILE    .npy [rows, d], f32 or f16, with a row for each row of the input, made elsewhere. May be given
                       more than once
  --fingerprint FILE   .npy [1, d]: the embedding of "a photo of a fern growing between stones", in place of --model;
                       needs --embeddings, --queries and --model-id

Further vectors
  --second-encoder DIR   a sentence-embedding model (onnx/model.onnx) for text-to-text retrieval
  --second-pooling P     mean, cls or last_token; by default as the model's own files say, or a table of known ones
  --second-prefix TEXT   put before captions (and queries), likewise
  --second-query-prefix TEXT   put before queries alone, likewise
  --second-precision P   fp32 (default), fp16 or q8
  --second-embeddings F  .npy [rows, d] in place of --second-encoder; with --second-id NAME and, if there is one,
                         --second-fingerprint FILE
  --images DIR           pictures of the captions, embedded with the checkpoint's vision tower
  --image-column C       the column with each picture's file name in that folder
  --image-embeddings F   .npy [rows, d] in place of --images; a row of zeros for a caption without picture

Index
  --out DIR            where manifest.json, build-report.json and the .bin files go
  --id, --title        short name and title of the index
  --source, --licence  where the captions come from, and their licence
  --language TAG       a language of the captions; may be given more than once. With --language-column, that of the
                       captions for which it says none
  --queries FILE       more embeddings to tune and measure with: .npy or raw f32, [n, d]. May be given more than once
  --list-size N        captions per list, about (default: 256 up to 50,000 captions; beyond, a 16,384th of them, but 64
                       at least and 256 at most)
  --codec C            i8 or residual (default: i8 up to 50,000 captions, residual beyond)
  --caption-bytes N    bytes of a caption's residual codes, at most (default: 7/12 of d)
  --shard-size KB      size of a shard file, at most (default: 6144; 256 suits the field)
  --seed N             (default: 1)
  --work DIR           where stages are kept, so that an interrupted build goes on (default: OUT.work)
  --sample N           captions that verify embeds afresh (default: 2000)`;
