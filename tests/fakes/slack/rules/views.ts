import { z } from 'zod';
import { type BlockFault, blockFaults } from './blocks.ts';
import { plainText } from './composition.ts';

/** Views with the limits of contract section 2 (contract 10.8). */

const modal = z.strictObject({
  type: z.literal('modal'),
  title: plainText(24),
  submit: plainText(24).optional(),
  close: plainText(24).optional(),
  blocks: z.array(z.unknown()).min(1),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
});

const home = z.strictObject({
  type: z.literal('home'),
  blocks: z.array(z.unknown()),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
});

export interface ViewFault {
  readonly error: string;
  readonly messages: readonly string[];
}

/** Checks a view as the service would; undefined if it is fine. */
export function viewFault(view: unknown, kind: 'modal' | 'home'): ViewFault | undefined {
  if (JSON.stringify(view).length > 250_000) return { error: 'view_too_large', messages: [] };
  const parsed = (kind === 'modal' ? modal : home).safeParse(view);
  if (!parsed.success) {
    const messages = parsed.error.issues.map(
      (issue) => `[ERROR] ${issue.message} [json-pointer:/view/${issue.path.join('/')}]`,
    );
    return { error: 'invalid_arguments', messages };
  }
  const faults: BlockFault[] = blockFaults(parsed.data.blocks, kind);
  if (faults.length > 0) return { error: 'invalid_arguments', messages: faults.map((fault) => fault.message) };
  const hasInput = parsed.data.blocks.some((block) => (block as { type?: string }).type === 'input');
  if (kind === 'modal' && hasInput && !('submit' in parsed.data && parsed.data.submit)) {
    return { error: 'invalid_arguments', messages: ['[ERROR] missing submit [json-pointer:/view/submit]'] };
  }
  return undefined;
}
