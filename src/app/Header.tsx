import { CircleQuestionMark, Moon, Sun, SunMoon } from 'lucide-react';
import { IconButton } from '../features/common/components/IconButton';
import { IndexMenu } from '../features/library/IndexMenu';
import { ModelMenu } from '../features/library/ModelMenu';
import { MethodMenu } from '../features/methods/MethodMenu';
import { type Theme, usePage } from '../features/page-state';
import { ExportButtons } from '../features/project/ExportButtons';
import { ProjectsButton } from '../features/project/keeping/list/ProjectsButton';

/** Brand, method, library, export, theme, help. */
export function Header() {
  return (
    <header className="header">
      <h1 className="brand">
        <img src="./favicon.svg" alt="" width={24} height={24} />
        <span className="brand-word">Fernglass</span>
      </h1>
      <div className="header-library">
        <MethodMenu />
        <ModelMenu />
        <IndexMenu />
      </div>
      <div className="header-export">
        <ExportButtons />
      </div>
      <div className="header-page">
        <ProjectsButton />
        <ThemeButton />
        <IconButton
          icon={CircleQuestionMark}
          size={18}
          quiet
          label="Help"
          title="Help and keyboard shortcuts"
          onClick={() => usePage.setState({ helpOpen: true })}
        />
      </div>
    </header>
  );
}

const themes: Readonly<
  Record<Theme, { readonly icon: typeof Sun; readonly words: string; readonly next: Theme }>
> = {
  auto: { icon: SunMoon, words: 'as the system', next: 'light' },
  light: { icon: Sun, words: 'light', next: 'dark' },
  dark: { icon: Moon, words: 'dark', next: 'auto' },
};

function ThemeButton() {
  const theme = usePage((page) => page.theme);
  const { icon: Icon, words, next } = themes[theme];
  return (
    <IconButton
      icon={Icon}
      size={18}
      quiet
      label={`Theme: ${words}`}
      title={`Theme: ${words}. Press for ${themes[next].words}.`}
      onClick={() => usePage.setState({ theme: next })}
    />
  );
}
