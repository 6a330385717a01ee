import type { NetworkApi, NetworkChoice } from '../../../workers/protocol';
import type { Linked } from './worker-link';

/** Tells a worker the user's choice of hosts; calls that follow find it. A worker that died says so at the next call. */
export function tell(api: Linked<NetworkApi>, choice: NetworkChoice): void {
  api.chooseNetwork(choice).catch(() => {});
}
