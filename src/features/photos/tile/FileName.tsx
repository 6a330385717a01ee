import { fileNameParts } from '../list/file-name';
import './file-name.css';

/** A photo's folder, small, over its name; both keep their end where there is no room, since that is what differs. */
export function FileName({ path }: { readonly path: string }) {
  const { folder, start, end } = fileNameParts(path);
  return (
    <span className="file-name" title={path}>
      {/* Screen readers would pause between the parts. */}
      <span className="visually-hidden">{path}</span>
      <span aria-hidden>
        {folder !== '' && (
          <span className="file-name-folder">
            <bdi dir="ltr">{folder}</bdi>
          </span>
        )}
        <span className="file-name-line">
          {start !== '' && <span className="file-name-start">{start}</span>}
          <span className="file-name-end">{end}</span>
        </span>
      </span>
    </span>
  );
}
