// A mandate, with the person beside: chosen together, then decided by the person alone, with their own card and code.
import { useState } from "preact/hooks";
import { useAct, useLoaded } from "../../app/act.ts";
import { Failure } from "../../app/failure.ts";
import { goBack } from "../../app/place.ts";
import type { ScreenProps } from "../../app/screens.ts";
import type { Right } from "../../core/mandate.ts";
import { FOLDER_KINDS, type FolderKind, type Purpose, PURPOSES } from "../../core/vocabulary.ts";
import { useText } from "../../i18n/use.ts";
import { Acting, Waiting } from "../../ui/acting.tsx";
import { BigButton, Choice, Sentence, StepTitle, Tick } from "../../ui/basics.tsx";
import type { Shown } from "../../worker/handlers.ts";
import { Calm, TurnScreen, YesOrNo } from "./calm.tsx";
import { CardAndPin } from "./card-and-pin.tsx";
import { CONSENT_VERSIONS, ConsentText, consentText } from "./consent.tsx";
import { type Desk, fullName, isNamed, type Named, NobodyChosen, withDesk } from "./desk.tsx";

/** How long a mandate may last, in days. */
const DAYS = [1, 7, 30, 90, 180, 365] as const;

/** What is asked of the person. */
interface Asked {
  readonly folders: readonly FolderKind[];
  readonly rights: readonly Right[];
  readonly purpose: Purpose;
  readonly days: number;
  /** The whole organisation, or the member alone. */
  readonly to: "organisation" | "self";
}

type Step = "terms" | "turn" | "consent" | "sign" | "granted" | "refused";

function GrantView({ given, desk }: ScreenProps & { readonly desk: Desk }) {
  return isNamed(given) ? <Steps named={given} desk={desk} /> : <NobodyChosen />;
}

/** A new mandate. */
export const Grant = withDesk(GrantView);

const FIRST: Asked = { folders: [], rights: ["read"], purpose: "social-support", days: 30, to: "organisation" };

function Steps({ named, desk }: { readonly named: Named; readonly desk: Desk }) {
  const text = useText();
  const [step, setStep] = useState<Step>("terms");
  const [asked, setAsked] = useState<Asked>(FIRST);
  const holder = useLoaded(() => desk.client.findHolder("self", desk.account));
  const act = useAct();
  const back = (): void => goBack();
  if (holder.value === undefined) return <Waiting of={holder} label={text("page-loading")} />;
  const consent = consentText(
    text("consent-mandate", {
      recipient: asked.to === "organisation" ? desk.organisation.name : holder.value.name,
      folders: asked.folders.map((kind) => text(`folder-${kind}`)).join(`${text("page-desk-comma")} `),
      rights: asked.rights.map((right) => text(`right-${right}`)).join(`${text("page-desk-comma")} `),
      purpose: text(`purpose-${asked.purpose}`),
      days: asked.days,
      version: CONSENT_VERSIONS.mandate,
    }),
  );
  const sign = (shown: Shown): void => act.run(async () => {
    await grant(desk, named.vault, asked, consent, shown);
    setStep("granted");
  });
  switch (step) {
    case "terms":
      return <Terms named={named} desk={desk} asked={asked} onAsked={setAsked} onDone={() => setStep("turn")} />;
    case "turn":
      return <TurnScreen onReady={() => setStep("consent")} onBack={() => setStep("terms")} />;
    case "consent":
      return (
        <Calm title={text("page-calm-yours")}>
          <ConsentText consent={consent} />
          <Sentence pictogram="stop">{text("page-grant-free")}</Sentence>
          <YesOrNo busy={false} onYes={() => setStep("sign")} onNo={() => setStep("refused")} />
        </Calm>
      );
    case "sign":
      return (
        <Calm title={text("page-grant-sign")} pictogram="card">
          <Acting act={act} label={text("page-grant-signing")} />
          <CardAndPin told={text("page-desk-persons-card")} label={text("page-code-label")} action={text("page-grant-agree")} busy={act.busy} onShown={sign} />
          <BigButton pictogram="stop" disabled={act.busy} onPress={() => setStep("refused")}>
            {text("page-calm-no")}
          </BigButton>
        </Calm>
      );
    default:
      return (
        <>
          <StepTitle key={step} pictogram={step === "granted" ? "valid" : "stop"}>
            {text(step === "granted" ? "page-grant-granted" : "page-grant-refused")}
          </StepTitle>
          <Sentence>{text(step === "granted" ? "page-grant-granted-next" : "page-grant-refused-next")}</Sentence>
          <Sentence pictogram="card">{text("page-desk-give-card-back")}</Sentence>
          <BigButton weight="first" pictogram="people" onPress={back}>
            {text("page-desk-to-person")}
          </BigButton>
        </>
      );
  }
}

/** The person's own session, for this act alone: it ends whatever happens. */
async function grant({ client, organisation, account }: Desk, vault: string, asked: Asked, consent: string, shown: Shown): Promise<void> {
  const person = await client.logIn("beside", shown);
  try {
    if (person.vault_id !== vault) throw new Failure("other-vault");
    const { folders } = await client.vault("beside", vault);
    const chosen = asked.folders.map((kind) => folders.find((folder) => folder.kind === kind)?.folder_id);
    // A text that names a folder that is not there must not be signed.
    if (chosen.includes(undefined)) throw new Failure("folder-missing");
    const terms = { folders: chosen as string[], rights: asked.rights, purpose: asked.purpose, days: asked.days, consent };
    await client.grantMandate("beside", asked.to === "organisation" ? organisation.id : account, terms);
  } finally {
    await client.logOut("beside").catch(() => undefined);
  }
}

/** Folders that a mandate may be asked for: never the private one. */
function kindsFor(health: boolean): FolderKind[] {
  return (Object.keys(FOLDER_KINDS) as FolderKind[]).filter((kind) => kind !== "private" && (health || kind !== "health"));
}

function Terms({ named, desk, asked, onAsked, onDone }: { readonly named: Named; readonly desk: Desk; readonly asked: Asked; readonly onAsked: (asked: Asked) => void; readonly onDone: () => void }) {
  const text = useText();
  const health = useLoaded(() => desk.client.offersHealth("self"));
  const [tried, setTried] = useState(false);
  const without = <T,>(list: readonly T[], one: T, kept: boolean): T[] => (kept ? [...list, one] : list.filter((other) => other !== one));
  const kinds = kindsFor(health.value === true);
  const whole = asked.folders.length > 0 && asked.rights.length > 0;
  const next = (): void => {
    setTried(true);
    if (!whole) return;
    // The text names folders and rights in the order in which they are always named.
    onAsked({ ...asked, folders: kinds.filter((kind) => asked.folders.includes(kind)), rights: RIGHTS.filter((right) => asked.rights.includes(right)) });
    onDone();
  };
  const purposes = (Object.keys(PURPOSES) as Purpose[]).filter((key) => key !== "none");
  return (
    <>
      <StepTitle pictogram="people">
        <bdi>{fullName(named)}</bdi>
      </StepTitle>
      <Sentence>{text("page-grant-together")}</Sentence>
      <fieldset>
        <legend>{text("page-grant-folders")}</legend>
        {kinds.map((kind) => (
          <Tick key={kind} label={text(`folder-${kind}`)} ticked={asked.folders.includes(kind)} onTick={(ticked) => onAsked({ ...asked, folders: without(asked.folders, kind, ticked) })} />
        ))}
      </fieldset>
      <fieldset>
        <legend>{text("page-grant-rights")}</legend>
        {RIGHTS.map((right) => (
          <Tick
            key={right}
            label={text(`right-${right}`)}
            hint={text(`page-grant-right-${right}`)}
            ticked={asked.rights.includes(right)}
            onTick={(ticked) => onAsked({ ...asked, rights: without(asked.rights, right, ticked) })}
          />
        ))}
      </fieldset>
      <Choice label={text("page-grant-purpose")} options={purposes.map((key) => ({ key, label: text(`purpose-${key}`) }))} chosen={asked.purpose} onChoose={(purpose) => onAsked({ ...asked, purpose })} />
      <Choice
        label={text("page-grant-days")}
        options={DAYS.map((days) => ({ key: String(days), label: text("page-grant-day-count", { n: days }) }))}
        chosen={String(asked.days)}
        onChoose={(days) => onAsked({ ...asked, days: Number(days) })}
      />
      <Choice
        label={text("page-grant-to")}
        options={[
          { key: "organisation" as const, label: desk.organisation.name },
          { key: "self" as const, label: text("page-grant-to-self") },
        ]}
        chosen={asked.to}
        onChoose={(to) => onAsked({ ...asked, to })}
      />
      <p role="alert" class="wrong-line">
        {tried && !whole ? text("page-grant-missing") : ""}
      </p>
      <div class="row">
        <BigButton weight="first" onPress={next}>
          {text("page-continue")}
        </BigButton>
        <BigButton pictogram="back" onPress={() => goBack()}>
          {text("page-grant-leave")}
        </BigButton>
      </div>
    </>
  );
}

/** What a mandate is asked for at the desk. */
const RIGHTS: readonly Right[] = ["read", "deposit"];
