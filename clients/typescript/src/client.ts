import {
  AdministratorsApi,
  AnalyticsApi,
  ApiKeysApi,
  AuditApi,
  AuthApi,
  Configuration,
  DeadLettersApi,
  ErasuresApi,
  EventsApi,
  ExportsApi,
  IngestApi,
  InvitationsApi,
  KillSwitchesApi,
  LimitsApi,
  MembersApi,
  OperationsApi,
  PlansApi,
  PlatformApi,
  SdkApi,
  TeamsApi,
  TenantApi,
  TenantsApi,
} from './generated/index.js';
import { DEFAULT_RETRY, type RetryPolicy } from './retry.js';
import { transport, typedErrors, type TokenSource } from './transport.js';

export interface BreakwaterOptions {
  /** Where the gateway is, such as `https://api.example.com`. */
  baseUrl: string;
  /** An API key, or `accessToken`: not both. Neither is needed to register and to sign in. */
  apiKey?: string;
  /** A user's or an administrator's access token, or what gives the present one. */
  accessToken?: TokenSource;
  /** How requests are repeated; what is left out has its default. */
  retry?: Partial<RetryPolicy>;
  /** For each attempt. Default 30,000 ms. */
  timeoutMs?: number;
  /** Whether requests that take an idempotency key get one. Default true. */
  idempotencyKeys?: boolean;
  /** Instead of the global `fetch`. */
  fetch?: typeof globalThis.fetch;
}

/**
 * Breakwater's API, by capability. Every method throws an {@link ApiError} of the answer's kind, or a {@link ConnectionError}.
 * A client keeps nothing but its options: make one, and share it.
 */
export class Breakwater {
  readonly administrators: AdministratorsApi;
  readonly analytics: AnalyticsApi;
  readonly apiKeys: ApiKeysApi;
  readonly audit: AuditApi;
  readonly auth: AuthApi;
  readonly deadLetters: DeadLettersApi;
  readonly erasures: ErasuresApi;
  readonly events: EventsApi;
  readonly exports: ExportsApi;
  readonly ingest: IngestApi;
  readonly invitations: InvitationsApi;
  readonly killSwitches: KillSwitchesApi;
  readonly limits: LimitsApi;
  readonly members: MembersApi;
  readonly operations: OperationsApi;
  readonly plans: PlansApi;
  readonly platform: PlatformApi;
  readonly sdk: SdkApi;
  readonly teams: TeamsApi;
  readonly tenant: TenantApi;
  readonly tenants: TenantsApi;

  constructor(private readonly options: BreakwaterOptions) {
    if (options.apiKey !== undefined && options.accessToken !== undefined) {
      throw new TypeError('Give an apiKey or an accessToken, not both.');
    }
    const configuration = new Configuration({
      basePath: options.baseUrl.replace(/\/+$/, ''),
      fetchApi: transport({
        apiKey: options.apiKey,
        accessToken: options.accessToken,
        retry: { ...DEFAULT_RETRY, ...options.retry },
        timeoutMs: options.timeoutMs ?? 30_000,
        idempotencyKeys: options.idempotencyKeys ?? true,
        fetch: options.fetch ?? globalThis.fetch,
      }),
      middleware: [typedErrors()],
    });
    this.administrators = new AdministratorsApi(configuration);
    this.analytics = new AnalyticsApi(configuration);
    this.apiKeys = new ApiKeysApi(configuration);
    this.audit = new AuditApi(configuration);
    this.auth = new AuthApi(configuration);
    this.deadLetters = new DeadLettersApi(configuration);
    this.erasures = new ErasuresApi(configuration);
    this.events = new EventsApi(configuration);
    this.exports = new ExportsApi(configuration);
    this.ingest = new IngestApi(configuration);
    this.invitations = new InvitationsApi(configuration);
    this.killSwitches = new KillSwitchesApi(configuration);
    this.limits = new LimitsApi(configuration);
    this.members = new MembersApi(configuration);
    this.operations = new OperationsApi(configuration);
    this.plans = new PlansApi(configuration);
    this.platform = new PlatformApi(configuration);
    this.sdk = new SdkApi(configuration);
    this.teams = new TeamsApi(configuration);
    this.tenant = new TenantApi(configuration);
    this.tenants = new TenantsApi(configuration);
  }

  /** A client with some options changed; a new credential replaces the old one, of whatever kind. */
  with(changes: Partial<BreakwaterOptions>): Breakwater {
    const kept = { ...this.options };
    if (changes.apiKey !== undefined || changes.accessToken !== undefined) {
      delete kept.apiKey;
      delete kept.accessToken;
    }
    return new Breakwater({ ...kept, ...changes });
  }
}
