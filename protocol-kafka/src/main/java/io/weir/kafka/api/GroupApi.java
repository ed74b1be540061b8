package io.weir.kafka.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.kafka.group.GroupCall;
import io.weir.kafka.group.TenantGroups;
import java.util.function.Function;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the APIs of consumer groups reach the coordinator: with the right to, and once it runs. */
final class GroupApi {
  private static final Logger LOG = LoggerFactory.getLogger(GroupApi.class);

  private final Broker broker;
  private final Denials denials;

  GroupApi(Broker broker) {
    this.broker = broker;
    this.denials = new Denials(broker.core());
  }

  /** Whether the caller may know of a group; that one may not is told. */
  boolean sees(Exchange exchange, String group) {
    return denials.seesGroup(exchange.caller(), group);
  }

  /** Whether the caller may manage a group; likewise. */
  boolean mayManage(Exchange exchange, String group) {
    return denials.mayManageGroup(exchange.caller(), group);
  }

  /**
   * Asks the coordinator about one group.
   *
   * @param failed the response that says an error
   */
  <R extends ApiMessage> Future<Reply> ask(
      Exchange exchange,
      String group,
      Function<TenantGroups, Future<R>> question,
      Function<Errors, ? extends ApiMessage> failed) {
    if (!denials.mayUseGroup(exchange.caller(), group)) {
      return Future.succeededFuture(
          exchange.answer(failed.apply(Errors.GROUP_AUTHORIZATION_FAILED)));
    }
    return ready(exchange)
        .compose(question)
        .<ApiMessage>map(response -> response)
        .otherwise(cause -> failed.apply(error(cause)))
        .map(response -> exchange.answer(response));
  }

  /**
   * Asks what may wait for other members for minutes. When the gateway stops or the client goes, it
   * is answered at once: the client is to look for its coordinator again.
   */
  <R extends ApiMessage> Future<Reply> askPatiently(
      Exchange exchange,
      String group,
      Function<TenantGroups, Future<R>> question,
      Function<Errors, ? extends ApiMessage> failed) {
    Promise<Reply> first = Promise.promise();
    exchange
        .stopper()
        .accept(
            () ->
                first.tryComplete(exchange.answer(failed.apply(Errors.COORDINATOR_NOT_AVAILABLE))));
    ask(exchange, group, question, failed).onSuccess(first::tryComplete).onFailure(first::tryFail);
    return first.future();
  }

  /** The coordinator, once it runs. */
  Future<TenantGroups> ready(Exchange exchange) {
    return broker
        .groups()
        .ready(exchange.client().context())
        .recover(cause -> Future.failedFuture(Errors.COORDINATOR_NOT_AVAILABLE.exception()));
  }

  /** The coordinator's failures are Kafka's own exceptions. */
  static Errors error(Throwable cause) {
    Errors error = Errors.forException(cause);
    if (error == Errors.UNKNOWN_SERVER_ERROR) {
      LOG.error("A group request met a defect", cause);
    }
    return error;
  }

  static GroupCall call(Exchange exchange) {
    Client client = exchange.client();
    String clientId = exchange.head().clientId();
    return new GroupCall(
        client.caller(),
        client.remote().getAddress(),
        client.listener(),
        exchange.head().key().id,
        exchange.version(),
        clientId == null ? "" : clientId,
        exchange.head().correlationId(),
        client.context());
  }
}
