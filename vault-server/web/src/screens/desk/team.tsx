// The référent's members: added with a card, suspended at once, let back in, removed for good.
import { useState } from "preact/hooks";
import { type Act, useAct, useLoaded } from "../../app/act.ts";
import type { ScreenProps } from "../../app/screens.ts";
import { type Role, ROLES } from "../../core/vocabulary.ts";
import { useText } from "../../i18n/use.ts";
import { Acting, Waiting } from "../../ui/acting.tsx";
import { BigButton, Choice, Field, Sentence, StepTitle } from "../../ui/basics.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Done } from "../../ui/told.tsx";
import type { Shown } from "../../worker/handlers.ts";
import { Calm } from "./calm.tsx";
import { CardAndPin, NewCode } from "./card-and-pin.tsx";
import { type Desk, withDesk } from "./desk.tsx";
import { PrintSteps } from "./printed.tsx";

type Member = Awaited<ReturnType<Desk["client"]["listMembers"]>>[number];
/** What needs the référent's card and code again. */
type Solemn = { readonly act: "resume" | "remove"; readonly member: Member };

function TeamView({ desk }: ScreenProps & { readonly desk: Desk }) {
  const text = useText();
  const members = useLoaded(() => desk.client.listMembers("self"));
  const [suspending, setSuspending] = useState<Member>();
  const [solemn, setSolemn] = useState<Solemn>();
  const [adding, setAdding] = useState(false);
  // The id, not the sentence: it follows the language.
  const [told, setTold] = useState<{ readonly id: string; readonly name: string }>();
  const act = useAct();
  // The others see who the members are.
  const decides = desk.organisation.role === "referent";
  const after = (id: string, name: string): void => {
    setSuspending(undefined);
    setSolemn(undefined);
    setAdding(false);
    setTold({ id, name });
    members.again();
  };
  if (adding) return <AddMember desk={desk} onDone={() => after("page-team-added", "")} onBack={() => setAdding(false)} />;
  if (solemn !== undefined) return <SolemnStep desk={desk} solemn={solemn} act={act} onDone={() => after(`page-team-${solemn.act}-done`, solemn.member.display_name)} onBack={() => setSolemn(undefined)} />;
  return (
    <>
      <Sentence>{text("page-team-of", { organisation: desk.organisation.name })}</Sentence>
      {decides && (
        <BigButton weight="first" pictogram="add" onPress={() => setAdding(true)}>
          {text("page-team-add")}
        </BigButton>
      )}
      <Acting act={act} />
      <Done told={told === undefined ? undefined : text(told.id, { name: told.name })} />
      <Waiting of={members} label={text("page-loading")} />
      {members.value !== undefined && (
        <ul class="members">
          {members.value.map((member) => (
            <MemberLine key={member.account_id} member={member} isSelf={member.account_id === desk.account} decides={decides} onSuspend={setSuspending} onSolemn={setSolemn} />
          ))}
        </ul>
      )}
      {suspending !== undefined && (
        <Confirm
          title={text("page-team-suspend-sure", { name: suspending.display_name })}
          told={[text("page-team-suspend-what")]}
          yes={{ label: text("page-team-suspend"), pictogram: "stop", weight: "grave" }}
          no={text("page-team-leave")}
          perform={async () => {
            await desk.client.suspendMember("self", suspending.account_id);
            after("page-team-suspended", suspending.display_name);
          }}
          onClose={() => setSuspending(undefined)}
        />
      )}
    </>
  );
}

/** The members of the organisation. */
export const Team = withDesk(TeamView);

function MemberLine({ member, isSelf, decides, onSuspend, onSolemn }: { readonly member: Member; readonly isSelf: boolean; readonly decides: boolean; readonly onSuspend: (member: Member) => void; readonly onSolemn: (solemn: Solemn) => void }) {
  const text = useText();
  return (
    <li class="member">
      <h2>
        <bdi>{member.display_name}</bdi>
      </h2>
      <p>{text("page-team-line", { role: text(`role-${member.role}`), state: text(`member-state-${member.state}`) })}</p>
      {isSelf && <p>{text("page-team-you")}</p>}
      {decides && !isSelf && (
        <div class="row">
          {member.state === "active" && (
            <BigButton pictogram="stop" onPress={() => onSuspend(member)}>
              {text("page-team-suspend")}
              <span class="for-reader"> {member.display_name}</span>
            </BigButton>
          )}
          {member.state === "suspended" && (
            <BigButton pictogram="valid" onPress={() => onSolemn({ act: "resume", member })}>
              {text("page-team-resume")}
              <span class="for-reader"> {member.display_name}</span>
            </BigButton>
          )}
          {member.state !== "removed" && (
            <BigButton weight="grave" pictogram="erase" onPress={() => onSolemn({ act: "remove", member })}>
              {text("page-team-remove")}
              <span class="for-reader"> {member.display_name}</span>
            </BigButton>
          )}
        </div>
      )}
    </li>
  );
}

function SolemnStep({ desk, solemn, act, onDone, onBack }: { readonly desk: Desk; readonly solemn: Solemn; readonly act: Act; readonly onDone: () => void; readonly onBack: () => void }) {
  const text = useText();
  const { member } = solemn;
  const perform = (shown: Shown): void => act.run(async () => {
    if (solemn.act === "resume") await desk.client.resumeMember(shown, member.account_id);
    else await desk.client.removeMember(shown, member.account_id);
    onDone();
  });
  return (
    <>
      <StepTitle pictogram={solemn.act === "resume" ? "valid" : "erase"}>{text(`page-team-${solemn.act}-sure`, { name: member.display_name })}</StepTitle>
      <Sentence>{text(`page-team-${solemn.act}-what`)}</Sentence>
      <Acting act={act} />
      <CardAndPin told={text("page-desk-own-card")} label={text("page-code-label")} action={text(`page-team-${solemn.act}`)} busy={act.busy} onShown={perform} />
      <BigButton pictogram="back" disabled={act.busy} onPress={onBack}>
        {text("page-team-leave")}
      </BigButton>
    </>
  );
}

type Made = Awaited<ReturnType<Desk["client"]["addMember"]>>;

/** Who, then the code that the newcomer chooses, then the référent's card and code, then the newcomer's card. */
function AddMember({ desk, onDone, onBack }: { readonly desk: Desk; readonly onDone: () => void; readonly onBack: () => void }) {
  const text = useText();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("professional");
  const [step, setStep] = useState<"who" | "code" | "sign">("who");
  const [tried, setTried] = useState(false);
  const [pin, setPin] = useState("");
  const [made, setMade] = useState<Made>();
  const act = useAct();
  const add = (shown: Shown): void => act.run(async () => {
    setMade(await desk.client.addMember(shown, { role, displayName: name.trim(), pin }));
    setPin("");
  });
  if (made !== undefined) return <PrintSteps card={made.card} organisation={desk.organisation.name} holder={name.trim()} isStaff certain={made.certain} onDone={onDone} />;
  if (step === "sign") {
    return (
      <>
        <StepTitle pictogram="card">{text("page-team-add-sign")}</StepTitle>
        <Acting act={act} />
        <CardAndPin told={text("page-desk-own-card")} label={text("page-team-own-code")} action={text("page-team-add")} busy={act.busy} onShown={add} />
      </>
    );
  }
  if (step === "code") {
    return (
      <Calm title={text("page-team-add-code", { name: name.trim() })} pictogram="code">
        <NewCode
          busy={false}
          onChosen={(chosen) => {
            setPin(chosen);
            setStep("sign");
          }}
        />
      </Calm>
    );
  }
  const next = (): void => {
    setTried(true);
    if (name.trim() !== "") setStep("code");
  };
  const roles = Object.keys(ROLES) as Role[];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        next();
      }}
    >
      <StepTitle pictogram="people">{text("page-team-add")}</StepTitle>
      <Field label={text("page-team-add-name")} hint={text("page-team-add-name-hint")} wrong={tried && name.trim() === "" ? text("page-create-name-wrong") : undefined} value={name} onValue={setName} />
      <Choice label={text("page-team-add-role")} options={roles.map((key) => ({ key, label: text(`role-${key}`) }))} chosen={role} onChoose={setRole} />
      <Sentence>{text(`page-team-role-${role}`)}</Sentence>
      <div class="row">
        <BigButton weight="first" onPress={next}>
          {text("page-continue")}
        </BigButton>
        <BigButton pictogram="back" onPress={onBack}>
          {text("page-team-leave")}
        </BigButton>
      </div>
    </form>
  );
}
