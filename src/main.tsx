import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { ErrorBoundary } from './app/ErrorBoundary';
import { applyTheme } from './app/theme';
import { createEngine } from './engine';
import { EngineProvider } from './features/engine-context';
import { saveNow, startProjects } from './features/project/keeping/open-project';
import './app/styles/tokens.css';
import './app/styles/base.css';
import './app/styles/layout.css';

applyTheme();

const engine = createEngine();
addEventListener('pagehide', () => {
  engine.keepRequest();
  saveNow();
});
void startProjects(engine);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <ErrorBoundary>
      <EngineProvider value={engine}>
        <App />
      </EngineProvider>
    </ErrorBoundary>
  </StrictMode>,
);
