// A paper alone on the screen, to hold up at a counter.
import { useEffect, useRef, useState } from "preact/hooks";
import { useText } from "../../i18n/use.ts";
import { BigButton } from "../../ui/basics.tsx";

/** Properties of {@link HoldUp}. */
export interface HoldUpProps {
  readonly addresses: readonly string[];
  readonly title: string;
  readonly onClose: () => void;
}

/** The pages, one at a time. Escape closes. */
export function HoldUp({ addresses, title, onClose }: HoldUpProps) {
  const text = useText();
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
      <img src={addresses[page]} alt={text("page-paper-picture", { title, n: page + 1, all: addresses.length })} />
      <div class="row">
        {addresses.length > 1 && (
          <BigButton pictogram="paper" onPress={() => setPage((page + 1) % addresses.length)}>
            {text("page-paper-next-page", { n: page + 1, all: addresses.length })}
          </BigButton>
        )}
        <BigButton weight="first" pictogram="back" onPress={onClose}>
          {text("page-paper-put-down")}
        </BigButton>
      </div>
    </dialog>
  );
}
