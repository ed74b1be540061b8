package io.weir.kafka.fetch;

import io.weir.core.tenant.Caller;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchMetadata;

/** What a fetch request means, given the session it belongs to or begins. */
public sealed interface FetchContext {

  /** What is to be read. */
  List<FetchTarget> targets();

  /** Which of the reads the client is told, and under which session. */
  Told tell(List<PartitionRead> reads);

  /** The part of the answer that depends on the session. */
  record Told(int sessionId, List<PartitionRead> mentioned) {}

  /** A request that does not fit its session: the client begins a new one. */
  record Refused(Errors error) implements FetchContext {
    @Override
    public List<FetchTarget> targets() {
      return List.of();
    }

    @Override
    public Told tell(List<PartitionRead> reads) {
      return new Told(FetchMetadata.INVALID_SESSION_ID, List.of());
    }
  }

  /** A request without a session. */
  record Alone(List<FetchTarget> targets) implements FetchContext {
    @Override
    public Told tell(List<PartitionRead> reads) {
      return new Told(FetchMetadata.INVALID_SESSION_ID, reads);
    }
  }

  /** The first request of a session, which names everything and is told everything. */
  record Opening(FetchSessions sessions, Caller caller, boolean byId, List<FetchTarget> targets)
      implements FetchContext {
    @Override
    public Told tell(List<PartitionRead> reads) {
      return new Told(sessions.create(caller, byId, reads), reads);
    }
  }

  /** A later request, which names and is told only what is new. */
  final class Continuing implements FetchContext {
    private final FetchSession session;

    Continuing(FetchSession session) {
      this.session = session;
    }

    @Override
    public List<FetchTarget> targets() {
      return session.targets();
    }

    @Override
    public Told tell(List<PartitionRead> reads) {
      return new Told(session.id(), session.news(reads));
    }
  }
}
