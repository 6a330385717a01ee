import { expose } from 'comlink';
import { attempt, candidateNames } from '../../core';
import type { LanguageApi } from '../protocol';
import { tagEnglish } from './part-of-speech';

const language: LanguageApi = {
  candidateNames: (captions) => attempt(() => captions.map((ofPhoto) => candidateNames(ofPhoto, tagEnglish))),
};

expose(language);
