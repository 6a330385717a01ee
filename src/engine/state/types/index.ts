export type { ErrorCode, PlainError } from '../../../../core';
export type * from './answers';
export type * from './classes';
export type * from './engine';
export type * from './engine-state';
export type * from './model-and-index';
export type * from './photos';
export type * from './request';
