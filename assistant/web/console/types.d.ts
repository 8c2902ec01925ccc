// What the server says to staff only. For the checker alone, as shared/types.d.ts.

interface Hit {
  clause_id: string; document_id: string; title: string; region: Region | null; effective_from: string | null;
  effective_to: string | null; wording: "original" | "digest"; source: string | null; score: number; heading: string;
  text: string; reasons: string[]; why?: string;
}
interface Found { region: Region | null; as_of: string; degraded: boolean; hits: Hit[]; set_aside: Hit[] | null }

interface RuleInput {
  name: string; label: string; question: string; options: Choice[]; unit: string | null; required: boolean;
  default: string | null; assumption: string | null;
}
interface Rule {
  id: string; title: string; region: Region | null; since: string; until: string | null; inputs: RuleInput[];
}
interface LedgerLine {
  label: string; text: string; how: string; kind: "given" | "rule" | "step"; clause: string | null; visit: number | null;
}
interface Calculated {
  rule_id: string; title: string; day: string; outcome: string; text: string; results: { label: string; text: string }[];
  lines: LedgerLine[]; missing: { name: string } | null;
}

type GapState = "open" | "answered" | "dismissed";
interface Gap {
  id: number; ask: string; region: string | null; count: number; first_seen: string; last_seen: string; state: GapState;
}
interface Opinion {
  id: number; turn_id: string; given_at: string; verdict: Verdict; comment: string | null; clause_id: string | null;
  rating: number | null; message: string; text: string;
}

interface Utterance { index: number; text: string; final: boolean; shared: boolean }
type StaffApi = import("./staff.js").StaffApi;
type Desk = import("./desk.js").Desk;

/** What every part of the console is given. */
interface Office {
  /** `operator`, `administrator`, or `open` where nobody logs in; empty until it is known */
  role: string; api: StaffApi; desk: Desk; words: Words; say: (text: string) => void; trouble: (error: unknown) => string;
}
