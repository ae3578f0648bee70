// A paper alone on the screen, to hold up at a counter.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { BigButton } from "../../ui/basics.tsx";

/** Properties of {@link HoldUp}. */
export interface HoldUpProps {
  /** How many pages there are. */
  readonly pages: number;
  /** A page, from 0, that fills what it is put in. */
  readonly picture: (page: number) => ComponentChildren;
  readonly title: string;
  /** What the buttons say. */
  readonly labels: { readonly next: (n: number) => string; readonly close: string };
  readonly onClose: () => void;
}

/** The pages, one at a time. Escape closes. */
export function HoldUp({ pages, picture, title, labels, onClose }: HoldUpProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [page, setPage] = useState(0);
  useEffect(() => {
    const before = document.activeElement;
    const shown = dialog.current;
    shown?.showModal();
    // Where the browser has no full screen, the window is used as it is.
    void shown?.requestFullscreen?.().catch(() => undefined);
    return () => {
      if (document.fullscreenElement !== null) void document.exitFullscreen().catch(() => undefined);
      shown?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="held-up"
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      {picture(page)}
      <div class="row">
        {pages > 1 && (
          <BigButton pictogram="paper" onPress={() => setPage((page + 1) % pages)}>
            {labels.next(page + 1)}
          </BigButton>
        )}
        <BigButton weight="first" pictogram="back" onPress={onClose}>
          {labels.close}
        </BigButton>
      </div>
    </dialog>
  );
}
