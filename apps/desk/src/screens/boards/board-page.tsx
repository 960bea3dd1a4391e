import { useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { visualisation } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { PageHead } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { BoardWidget } from './board-widget.tsx';
import { boardWords } from './board-words.ts';
import './boards.css';

const everyMs = 60_000;

/** 看板: on the desk, on a telephone, and on the wall (`?wall`), where it fills the screen and refreshes by itself. */
export default function BoardPage() {
  const t = useWords(boardWords);
  const { boardId = '' } = useParams();
  const go = useNavigate();
  const [search, setSearch] = useSearchParams();
  const [told, setTold] = useState('');
  const wall = search.has('wall');
  const found = useRead(visualisation.showBoard, { boardId }, { every: everyMs });
  const refresh = useWrite(visualisation.refreshBoard);
  const save = useWrite(visualisation.saveBoard);
  return (
    <Answered of={found}>
      {(board) => (
        <div className={wall ? 'dk-wall' : ''}>
          <PageHead title={board.title} sub={wall ? undefined : (board.description ?? undefined)}>
            {wall ? (
              <Button onClick={() => setSearch({})}>{t('leaveWall')}</Button>
            ) : (
              <>
                <Button onClick={() => setSearch({ wall: '' })}>{t('wall')}</Button>
                <Button busy={refresh.pending} onClick={() => void refresh.send({ boardId }).then((done) => done !== undefined && setTold(t('refreshed', { n: done.registers })))}>{t('refresh')}</Button>
                {board.own ? (
                  <Link className="dk-button" to={`/boards/${board.id}/edit`}>{t('edit')}</Link>
                ) : (
                  <Button busy={save.pending} onClick={() => void save.send({ board: board.definition }).then((saved) => saved !== undefined && void go(`/boards/${saved.id}/edit`))}>{t('copy')}</Button>
                )}
              </>
            )}
          </PageHead>
          <RefusalNote refusal={refresh.refusal ?? save.refusal} />
          {told !== '' && <p className="dk-note" role="status">{told}</p>}
          <div className="dk-board">
            {board.drawn.map((drawn) => (
              <BoardWidget key={drawn.id} drawn={drawn} />
            ))}
          </div>
        </div>
      )}
    </Answered>
  );
}
