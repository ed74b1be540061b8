package io.weir.kafka.api;

import io.vertx.core.Future;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * One of Kafka's APIs, as far as Weir has it: all of each version listed.
 *
 * @param <Q> its request
 */
interface Api<Q extends ApiMessage> {

  ApiKeys key();

  /** The versions answered. */
  Versions versions();

  /**
   * Answers a request. Called on the event loop of the client's connection.
   *
   * @return completes on that loop; a failure is a defect, for what can go wrong is answered
   */
  Future<Reply> answer(Q request, Exchange exchange);

  /** A range of versions, both ends included. */
  record Versions(int oldest, int latest) {
    boolean contain(short version) {
      return version >= oldest && version <= latest;
    }
  }
}
