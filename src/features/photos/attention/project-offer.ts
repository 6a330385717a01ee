import { create } from 'zustand';

/** An archive that holds a project, which is to be opened as one or taken for photos. */
export interface ProjectOffer {
  readonly file: File;
  /** Takes the photos in it like those of any other archive. */
  takePhotos(): void;
}

/** What is offered; null while nothing is. */
export const useProjectOffer = create<{ readonly offer: ProjectOffer | null }>()(() => ({ offer: null }));

export const offerProject = (offer: ProjectOffer): void => useProjectOffer.setState({ offer });

/** The offer was taken, or is put away. */
export const dismissProject = (): void => useProjectOffer.setState({ offer: null });
