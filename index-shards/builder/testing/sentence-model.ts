import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TINY_MODEL } from './cli';

/** A model folder as sentence encoders have it, made of the tiny text tower. */
export async function sentenceModel(folder: string): Promise<string> {
  const model = join(folder, 'sentences');
  await mkdir(join(model, 'onnx'), { recursive: true });
  await copyFile(join(TINY_MODEL, 'onnx/text_model.onnx'), join(model, 'onnx/model.onnx'));
  await copyFile(join(TINY_MODEL, 'tokenizer.json'), join(model, 'tokenizer.json'));
  const tokenizer = JSON.parse(await readFile(join(TINY_MODEL, 'tokenizer_config.json'), 'utf8'));
  await writeFile(
    join(model, 'tokenizer_config.json'),
    JSON.stringify({ ...tokenizer, model_max_length: 24 }),
  );
  await writeFile(join(model, 'config.json'), JSON.stringify({ model_type: 'bert' }));
  return model;
}
