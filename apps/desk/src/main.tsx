import '@yiwang/ui/tokens.css';
import './words/start-words.ts';
import './styles/desk.css';
import './styles/pieces.css';
import './styles/screens.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { ProblemError } from './api/call.ts';
import { router } from './app/router.tsx';

const client = new QueryClient({
  defaultOptions: { queries: { staleTime: 15_000, refetchOnWindowFocus: false, retry: (times, error) => !(error instanceof ProblemError) && times < 2 } },
});

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);

// after the first paint: only a browser without a Chinese font fetches slices
void import('virtual:yiwang-fonts.css');
