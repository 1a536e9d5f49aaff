/** From the form to the question, and from its answer to the server. */
import { useState } from "react";
import { useAccountId } from "@/state/accounts";
import { type Known, slips } from "@/state/guards";
import { needsConfirmation, type Question } from "./confirm-order";
import type { Request } from "./request";
import { isReady, submit, useSubmission } from "./submission";

export interface Sending {
  readonly question: Question | undefined;
  /** Whether somebody tried, so that everything missing is said. */
  readonly wasTried: boolean;
  readonly isBusy: boolean;
  readonly press: () => void;
  readonly answer: (isYes: boolean) => void;
  readonly startOver: () => void;
}

export function useSending(request: Request, known: Known): Sending {
  const { progress } = useSubmission();
  const [question, setQuestion] = useState<Question>();
  const [wasTried, setTried] = useState(false);
  const accountId = useAccountId();
  const send = (body: Question["body"], of: string) => {
    setTried(false);
    void submit(body, of);
  };
  const press = () => {
    if (!isReady(progress) || question) return;
    if (!request.body) {
      setTried(true);
      return;
    }
    const { body } = request;
    const found = slips(body, known);
    if (found.length > 0 || needsConfirmation(body.type))
      setQuestion({ body, slips: found, accountId });
    else send(body, accountId);
  };
  const answer = (isYes: boolean) => {
    setQuestion(undefined);
    if (isYes && question) send(question.body, question.accountId);
  };
  const startOver = () => setTried(false);
  return { question, wasTried, isBusy: !isReady(progress), press, answer, startOver };
}
