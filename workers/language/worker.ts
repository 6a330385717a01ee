import { attempt, candidateNames } from '../../core';
import type { LanguageApi } from '../protocol';
import { serve } from '../protocol/serving/serve';
import { tagEnglish } from './part-of-speech';

const language: LanguageApi = {
  candidateNames: (captions) => attempt(() => captions.map((ofPhoto) => candidateNames(ofPhoto, tagEnglish))),
};

serve(language);
