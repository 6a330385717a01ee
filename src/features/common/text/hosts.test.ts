import { expect, it } from 'vitest';
import { hostName } from './hosts';

it.each([
  ['https://captions.example/birds/manifest.json', 'captions.example'],
  ['http://localhost:8080/manifest.json', 'localhost:8080'],
  ['https://fernglass.example/app/indexes/pocket/manifest.json', 'this site'],
  ['https://fernglass.example.evil.example/manifest.json', 'fernglass.example.evil.example'],
  ['no address', 'this site'],
])('%s lies on %s', (address, host) => {
  expect(hostName(address, 'https://fernglass.example/app/')).toBe(host);
});
