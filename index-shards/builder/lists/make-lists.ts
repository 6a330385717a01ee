import type { Matrix } from '../embed/matrix';
import type { Progress } from '../stages/progress';
import { assignAcross, finishedAssignment } from './reassign';
import { dealOut } from './shuffle';
import { growTree, type Leaf, removeTree, type TreeOptions } from './tree/tree';

/**
 * Divides any number of embeddings into lists: by a tree and, where that has several leaves, by assigning all again
 * across their borders. What was interrupted goes on in the same folder. The tree's cells are removed before embeddings
 * are dealt out anew, so that the disk holds them dealt out once.
 * @returns leaves in the order of their lists
 */
export async function makeLists(
  folder: string,
  embeddings: Matrix,
  options: TreeOptions,
  progress: Progress,
): Promise<Leaf[]> {
  let assignment = finishedAssignment(folder);
  if (assignment === null) {
    const leaves = await growTree(folder, embeddings, options, progress);
    if (leaves.length === 1) return leaves;
    assignment = await assignAcross(folder, leaves, embeddings, progress);
  }
  removeTree(folder);
  return dealOut(folder, embeddings, assignment, options, progress);
}
