// What a paper is: its name, its kind, its folder, its last day.
import { useState } from "preact/hooks";
import { DOCUMENT_TYPES, type FolderKind } from "../../core/vocabulary.ts";
import { useText } from "../../i18n/use.ts";
import { BigButton, Choice, Field } from "../../ui/basics.tsx";
import type { Contents } from "./contents.ts";

/** What was said of a paper. */
export interface Described {
  readonly type: string;
  readonly title: string;
  readonly folder: string;
  readonly expiresOn: string | undefined;
}

type DocumentType = (typeof DOCUMENT_TYPES)[number];

/** The folder in which most people look for each kind of paper; a suggestion. */
const USUAL: Partial<Record<DocumentType, FolderKind>> = {
  "identity-card": "identity",
  passport: "identity",
  "birth-certificate": "family",
  "family-record": "family",
  "residence-permit": "residence",
  "tax-notice": "resources",
  payslip: "resources",
  "benefit-statement": "resources",
  "bank-details": "resources",
  "pension-statement": "resources",
  lease: "housing",
  "rent-receipt": "housing",
  "proof-of-address": "housing",
  "domiciliation-certificate": "housing",
  "insurance-certificate": "housing",
  "health-cover-certificate": "health",
  "disability-decision": "health",
  "work-contract": "employment",
  "job-seeker-certificate": "employment",
  diploma: "employment",
  "court-decision": "justice",
};

/** The form. */
export function DescribeStep({ folders, busy, onDescribed }: { readonly folders: Contents["folders"]; readonly busy: boolean; readonly onDescribed: (said: Described) => void }) {
  const text = useText();
  const [type, setType] = useState<DocumentType>("other");
  const [title, setTitle] = useState("");
  const [folder, setFolder] = useState<string>();
  const [expiresOn, setExpiresOn] = useState("");
  const [tried, setTried] = useState(false);
  const of = (kind: FolderKind): string | undefined => folders.find((one) => one.kind === kind)?.id;
  const chosen = folder ?? of(USUAL[type] ?? "other") ?? folders[0]?.id ?? "";
  const named = title.trim() === "" && type !== "other" ? text(`document-type-${type}`) : title.trim();
  const send = (): void => {
    setTried(true);
    if (named !== "" && !busy) onDescribed({ type, title: named.slice(0, 200), folder: chosen, expiresOn: expiresOn === "" ? undefined : expiresOn });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Choice label={text("page-add-type")} options={DOCUMENT_TYPES.map((key) => ({ key, label: text(`document-type-${key}`) }))} chosen={type} onChoose={setType} />
      <Field label={text("page-add-name")} hint={text("page-add-name-hint")} wrong={tried && named === "" ? text("page-add-name-missing") : undefined} value={title} onValue={setTitle} />
      <Choice label={text("page-folder-label")} hint={text("page-add-folder-hint")} options={folders.map(({ id, kind }) => ({ key: id, label: text(`folder-${kind}`) }))} chosen={chosen} onChoose={setFolder} />
      <Field kind="date" label={text("page-add-expires")} hint={text("page-add-expires-hint")} value={expiresOn} onValue={setExpiresOn} />
      <BigButton weight="first" pictogram="add" disabled={busy} onPress={send}>
        {text("page-add-send")}
      </BigButton>
    </form>
  );
}
