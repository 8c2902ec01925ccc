// What the server says, as the contract of the HTTP door fixes it, and what the modules pass to each other.
// For the checker only: no browser loads this, and every script knows these names without importing them.

interface Region { code: string; name: string }
interface Place { code: string; name: string; full_name: string; documents: number }

interface Citation {
  number: number; clause_id: string; document_id: string; title: string; document_number: string | null;
  issuer: string | null; region: Region | null; published: string | null; effective_from: string | null;
  effective_to: string | null; heading: string; quote: string; wording: "original" | "digest"; source: string | null;
}

interface Result {
  name: string; type: string; label: string; value: string; unit: string; upper: string | null; otherwise: string | null;
}
interface Line { label: string; value: string; how: string; kind: "given" | "rule" | "step"; citation: number | null }
interface Calculation {
  rule_id: string; title: string; result: Result; results: Result[]; lines: Line[]; assumptions: string[]; gaps: string[];
}

interface Paragraph { type: "paragraph"; text: string; citations: number[] }
interface Steps { type: "steps"; items: string[]; citations: number[] }
interface Table { type: "table"; header: string[]; rows: string[][]; citations: number[] }
interface CalculationBlock { type: "calculation"; calculation: Calculation }
interface Contacts { type: "contacts"; items: { name: string; phone: string }[]; citations: number[] }
interface NoticeBlock { type: "notice"; code: string; text: string }
type Block = Paragraph | Steps | Table | CalculationBlock | Contacts | NoticeBlock;

interface Choice { label: string; value: string }
interface Clarify { slot: string; question: string; options: Choice[] }
type Kind = "answer" | "partial" | "clarify" | "no_basis" | "handoff" | "refuse" | "chat";

interface Reply {
  conversation_id: string; turn_id: string; kind: Kind; text: string; script: string; blocks: Block[];
  citations: Citation[]; calculations: Calculation[]; clarify: Clarify | null; slots: Record<string, string>; route: string;
  region: Region | null; notices: { code: string; text: string }[]; suggestions: string[]; generated_by: "policy_text" | "model"; model?: { name: string; filing: string | null } | null;
}

interface Turn { message: string; reply: Reply }
interface Told { conversation_id: string; region: string | null; created_at: string; turns: Turn[] }
interface Greeting { region: Region | null; questions: string[]; kept_days: number }

interface ChatRequest {
  message: string; conversation_id?: string; region?: string; as_of?: string; channel: "citizen" | "operator";
  facts?: Record<string, string>; request_id: string; draft?: boolean;
}

type Verdict = "helpful" | "wrong" | "outdated" | "incomplete" | "unclear";
type Words = typeof import("./words/zh-CN.js").default;
type Api = import("./api.js").Api;
