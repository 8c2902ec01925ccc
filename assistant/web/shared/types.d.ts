// What the server says, as the contract of the HTTP door fixes it. For the checker only: no browser loads this.

export interface Region { code: string; name: string }
export interface Place { code: string; name: string; full_name: string; documents: number }

export interface Citation {
  number: number; clause_id: string; document_id: string; title: string; document_number: string | null;
  issuer: string | null; region: Region | null; published: string | null; effective_from: string | null;
  effective_to: string | null; heading: string; quote: string; wording: "original" | "digest"; source: string | null;
}

export interface Result {
  name: string; type: string; label: string; value: string; unit: string; upper: string | null; otherwise: string | null;
}
export interface Line { label: string; value: string; how: string; kind: "given" | "rule" | "step"; citation: number | null }
export interface Calculation {
  rule_id: string; title: string; result: Result; results: Result[]; lines: Line[]; assumptions: string[]; gaps: string[];
}

export interface Paragraph { type: "paragraph"; text: string; citations: number[] }
export interface Steps { type: "steps"; items: string[]; citations: number[] }
export interface Table { type: "table"; header: string[]; rows: string[][]; citations: number[] }
export interface CalculationBlock { type: "calculation"; calculation: Calculation }
export interface Contacts { type: "contacts"; items: { name: string; phone: string }[]; citations: number[] }
export interface NoticeBlock { type: "notice"; code: string; text: string }
export type Block = Paragraph | Steps | Table | CalculationBlock | Contacts | NoticeBlock;

export interface Option { label: string; value: string }
export interface Clarify { slot: string; question: string; options: Option[] }
export type Kind = "answer" | "partial" | "clarify" | "no_basis" | "handoff" | "refuse" | "chat";

export interface Reply {
  conversation_id: string; turn_id: string; kind: Kind; text: string; script: string; blocks: Block[];
  citations: Citation[]; calculations: Calculation[]; clarify: Clarify | null; slots: Record<string, string>;
  region: Region | null; notices: { code: string; text: string }[]; suggestions: string[]; generated_by: string;
}

export interface Turn { turn_id: string; asked_at: string; message: string; reply: Reply }
export interface Told { conversation_id: string; region: string | null; created_at: string; turns: Turn[] }
export interface Greeting { region: Region | null; questions: string[]; kept_days: number }

export interface ChatRequest {
  message: string; conversation_id?: string; region?: string; as_of?: string; channel: "citizen" | "operator";
  facts?: Record<string, string>; request_id: string;
}

export type Verdict = "helpful" | "wrong" | "outdated" | "incomplete" | "unclear";
