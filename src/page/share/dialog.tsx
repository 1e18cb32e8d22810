// A dialog, the platform's own: modal it traps the focus and closes with Escape, otherwise the page behind stays usable. Both
// give the focus back to where it was. What has `data-first` gets it on opening.
import { IconX } from "@tabler/icons-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { useTranslations } from "use-intl";

interface DialogProps {
  readonly title: string;
  readonly modal: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function Dialog({ title, modal, onClose, children }: DialogProps) {
  const t = useTranslations("share");
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    const element = dialog.current!;
    if (modal) element.showModal();
    else element.show();
    // React's autoFocus comes before the dialog is open.
    element.querySelector<HTMLElement>("[data-first]")?.focus();
    return () => {
      element.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, [modal]);
  return (
    <dialog
      className={modal ? "dlg" : "dlg beside"}
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
      onClick={(event) => modal && event.target === event.currentTarget && onClose()}
    >
      <div className="share">
        <header>
          <h2 id={id}>{title}</h2>
          <button type="button" className="btn icon" aria-label={t("close")} onClick={onClose}>
            <IconX className="i" stroke={1.75} aria-hidden="true" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
