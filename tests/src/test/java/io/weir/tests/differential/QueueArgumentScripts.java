package io.weir.tests.differential;

import static io.weir.tests.differential.Script.script;

import java.util.List;
import java.util.stream.Stream;

/** Which arguments a queue takes, and that it is declared again only with the same. */
final class QueueArgumentScripts {
  static final List<Script> ALL =
      Stream.of(
              Stream.of(
                  same("x-message-ttl=1000", "x-message-ttl=2000", "x-message-ttl"),
                  same("x-expires=60000", "x-expires=70000", "x-expires"),
                  same("x-max-length=5", "x-max-length=6", "x-max-length"),
                  same("x-max-length-bytes=500", "x-max-length-bytes=600", "x-max-length-bytes"),
                  same("x-max-priority=5", "x-max-priority=6", "x-max-priority"),
                  same("x-overflow=drop-head", "x-overflow=reject-publish", "x-overflow"),
                  same(
                      "x-dead-letter-exchange=a",
                      "x-dead-letter-exchange=b",
                      "x-dead-letter-exchange"),
                  same(
                      "x-dead-letter-exchange=a x-dead-letter-routing-key=k",
                      "x-dead-letter-exchange=a x-dead-letter-routing-key=l",
                      "x-dead-letter-routing-key"),
                  same(
                      "x-single-active-consumer=true",
                      "x-single-active-consumer=false",
                      "x-single-active-consumer"),
                  same("x-queue-type=quorum", "x-queue-type=classic", "x-queue-type"),
                  same(
                      "x-queue-type=quorum x-delivery-limit=3",
                      "x-queue-type=quorum x-delivery-limit=4",
                      "x-delivery-limit"),
                  same(
                      "x-queue-type=stream x-max-age=1h",
                      "x-queue-type=stream x-max-age=2h",
                      "x-max-age"),
                  same(
                      "x-queue-type=stream x-stream-max-segment-size-bytes=1000000",
                      "x-queue-type=stream x-stream-max-segment-size-bytes=2000000",
                      "x-stream-max-segment-size-bytes")),
              Stream.of(
                  refused("x-message-ttl=-1"),
                  refused("x-message-ttl=soon"),
                  refused("x-expires=0"),
                  refused("x-expires=-1"),
                  refused("x-expires=soon"),
                  refused("x-max-length=-1"),
                  refused("x-max-length=many"),
                  refused("x-max-length-bytes=-1"),
                  refused("x-max-priority=256"),
                  refused("x-max-priority=-1"),
                  refused("x-max-priority=high"),
                  refused("x-overflow=burst"),
                  refused("x-overflow=1"),
                  refused("x-dead-letter-exchange=1"),
                  refused("x-dead-letter-exchange=a x-dead-letter-routing-key=1"),
                  refused("x-dead-letter-routing-key=k"),
                  refused("x-single-active-consumer=yes"),
                  refused("x-queue-type=heap"),
                  refused("x-queue-type=quorum x-quorum-initial-group-size=0"),
                  refused("x-queue-type=stream x-dead-letter-exchange=a"),
                  refused("x-queue-type=stream x-message-ttl=1000")),
              Stream.of(
                  taken("nonsense=1"),
                  taken("x-queue-type=classic"),
                  taken("x-queue-type=quorum x-quorum-initial-group-size=1"),
                  taken("x-queue-type=quorum x-queue-leader-locator=client-local"),
                  taken(
                      "x-queue-type=quorum x-dead-letter-exchange=a x-dead-letter-strategy=at-least-once x-overflow=reject-publish"),
                  taken("x-queue-type=stream x-initial-cluster-size=1"),
                  taken("x-message-ttl=0"),
                  taken("x-max-length=0"),
                  taken("x-max-priority=255")),
              Stream.of(
                  script(
                      "A quorum queue is durable",
                      """
                      > queue.declare queue=q arguments={x-queue-type=quorum}
                      < channel.close 406 queue.declare
                      """),
                  script(
                      "A quorum queue is of all",
                      """
                      > queue.declare queue=q durable exclusive arguments={x-queue-type=quorum}
                      < channel.close 406 queue.declare
                      """),
                  script(
                      "A stream is durable",
                      """
                      > queue.declare queue=q arguments={x-queue-type=stream}
                      < channel.close 406 queue.declare
                      """),
                  script(
                      "A stream is of all",
                      """
                      > queue.declare queue=q durable exclusive arguments={x-queue-type=stream}
                      < channel.close 406 queue.declare
                      """),
                  script(
                      "A stream does not delete itself",
                      """
                      > queue.declare queue=q durable auto-delete arguments={x-queue-type=stream}
                      < channel.close 406 queue.declare
                      """),
                  script(
                      "Numbers of any width are equal",
                      """
                      > queue.declare queue=q durable arguments={x-max-length=b:9 x-message-ttl=s:999}
                      < queue.declare-ok queue=q
                      > queue.declare queue=q durable arguments={x-max-length=l:9 x-message-ttl=999}
                      < queue.declare-ok queue=q
                      """),
                  script(
                      "Whoever looks whether a queue is there need not know its arguments",
                      """
                      > queue.declare queue=q durable arguments={x-max-length=9}
                      < queue.declare-ok queue=q
                      > queue.declare queue=q passive arguments={x-max-length=10}
                      < queue.declare-ok queue=q
                      """)))
          .flatMap(scripts -> scripts)
          .toList();

  private QueueArgumentScripts() {}

  private static Script same(String arguments, String others, String differing) {
    return script(
        "A queue is declared again only with the same " + differing,
        """
        > queue.declare queue=q durable arguments={%1$s}
        < queue.declare-ok queue=q
        > queue.declare queue=q durable arguments={%1$s}
        < queue.declare-ok queue=q
        > queue.declare queue=q durable arguments={%2$s}
        < channel.close 406 queue.declare "PRECONDITION_FAILED - inequivalent arg '%3$s' for queue 'q' in vhost '/': *"
        """
            .formatted(arguments, others, differing));
  }

  private static Script refused(String arguments) {
    return script(
        "A queue is not declared with " + arguments,
        """
        > queue.declare queue=q durable arguments={%s}
        < channel.close 406 queue.declare
        > channel.close-ok
        > channel.open
        < channel.open-ok
        > queue.declare queue=q passive
        < channel.close 404 queue.declare
        """
            .formatted(arguments));
  }

  private static Script taken(String arguments) {
    return script(
        "A queue is declared with " + arguments,
        """
        > queue.declare queue=q durable arguments={%1$s}
        < queue.declare-ok queue=q
        > queue.declare queue=q durable arguments={%1$s}
        < queue.declare-ok queue=q
        """
            .formatted(arguments));
  }
}
