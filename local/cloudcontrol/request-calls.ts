import type {
  CancelResourceRequestInput,
  GetResourceRequestStatusInput,
  ListResourceRequestsInput,
} from '@aws-sdk/client-cloudcontrol';
import type { Checked } from '../service/service';
import { pageAfter } from './pages';
import { refusals } from './refusals';
import { type ProgressEvent, progressEventOf } from './request';
import type { Requests } from './requests';

const PAGE = 20;

/** What the calls about requests work on. */
export interface Known {
  requests: Requests;
  /** The requests on types that are not registered, which MiniStack keeps; the oldest first. All of them are done. */
  others: ProgressEvent[];
}

export function getResourceRequestStatus(
  { RequestToken }: Checked<GetResourceRequestStatusInput>,
  { requests, others }: Known,
): object {
  const request = requests.find(RequestToken);
  const found = request === undefined ? others.find(named(RequestToken)) : progressEventOf(request);
  if (found === undefined) throw refusals.unknownToken(RequestToken);
  return { ProgressEvent: found };
}

export function cancelResourceRequest(
  { RequestToken }: Checked<CancelResourceRequestInput>,
  { requests, others }: Known,
): object {
  const other = others.find(named(RequestToken));
  if (other !== undefined) throw refusals.notCancellable(RequestToken, other.OperationStatus);
  return { ProgressEvent: progressEventOf(requests.cancel(RequestToken)) };
}

export function listResourceRequests(
  { MaxResults = PAGE, NextToken, ResourceRequestStatusFilter = {} }: Checked<ListResourceRequestsInput>,
  { requests, others }: Known,
): object {
  const { Operations = [], OperationStatuses = [] } = ResourceRequestStatusFilter;
  const all = [...requests.all().map(progressEventOf), ...others.toReversed()];
  const isWanted = ({ Operation, OperationStatus }: ProgressEvent) =>
    (Operations.length === 0 || Operations.includes(Operation)) &&
    (OperationStatuses.length === 0 || OperationStatuses.includes(OperationStatus));
  const { items, nextToken } = pageAfter(all, tokenOf, isWanted, { token: NextToken, size: MaxResults });
  return { ResourceRequestStatusSummaries: items, NextToken: nextToken };
}

const tokenOf = ({ RequestToken }: ProgressEvent): string => RequestToken;

const named =
  (token: string) =>
  ({ RequestToken }: ProgressEvent): boolean =>
    RequestToken === token;
