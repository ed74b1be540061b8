package io.weir.tests.differential;

import static io.weir.tests.differential.Script.newer;

import java.util.List;

/** What quorum queues have learnt since Debian's RabbitMQ. */
final class NewerScripts {
  private static final String PAGE = " (rabbitmq.com, docs, Quorum Queues)";

  static final List<Script> ALL =
      List.of(
          newer(
              "A quorum queue gives a message back only after a while, if it is told to",
              "Quorum queues support configurable delayed retry with linear back-off for messages"
                  + " that are returned to the queue. [...] delay = min(min_delay * delivery_count,"
                  + " max_delay) [...] failed - Only messages with incremented delivery-count are"
                  + " delayed (e.g., via reject [...])"
                  + PAGE,
              """
              > queue.declare queue=q durable arguments={x-queue-type=quorum x-delayed-retry-type=failed x-delayed-retry-min=300 x-delayed-retry-max=1000}
              < queue.declare-ok queue=q
              > confirm.select
              < confirm.select-ok
              > basic.publish routing-key=q | 1
              < confirms 1+
              > basic.publish routing-key=q | 2
              < confirms 2+
              > basic.qos prefetch-count=1
              < basic.qos-ok
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=q | 1
              > basic.reject delivery-tag=1 requeue
              < basic.deliver consumer-tag=c delivery-tag=2 routing-key=q | 2
              > basic.ack delivery-tag=2
              < basic.deliver consumer-tag=c delivery-tag=3 redelivered routing-key=q | headers={x-delivery-count=l:1 ...} | 1
              > basic.ack delivery-tag=3
              """),
          newer(
              "A quorum queue gives back at once what was not delivered in vain",
              "failed - Only messages with incremented delivery-count are delayed [...] returned -"
                  + " Only messages without incremented delivery-count are delayed (e.g., via nack"
                  + " [...])"
                  + PAGE,
              """
              > queue.declare queue=q durable arguments={x-queue-type=quorum x-delayed-retry-type=failed x-delayed-retry-min=600000 x-delayed-retry-max=600000}
              < queue.declare-ok queue=q
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              > basic.publish routing-key=q | 1
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=q | 1
              > basic.nack delivery-tag=1 requeue
              < basic.deliver consumer-tag=c delivery-tag=2 redelivered routing-key=q | headers={x-acquired-count=l:1 ...} | 1
              > basic.ack delivery-tag=2
              """),
          newer(
              "Only what was delivered in vain counts for how often a quorum queue delivers",
              "Starting with RabbitMQ 4.3, the delivery limit is based on delivery-count rather than"
                  + " acquired-count. This means that unlimited explicit message returns (via nack"
                  + " [...]) are now allowed without counting towards the delivery limit."
                  + PAGE,
              """
              > queue.declare queue=q durable arguments={x-queue-type=quorum x-delivery-limit=1}
              < queue.declare-ok queue=q
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              > basic.publish routing-key=q | 1
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=q | 1
              > basic.nack delivery-tag=1 requeue
              < basic.deliver consumer-tag=c delivery-tag=2 redelivered routing-key=q | headers=* | 1
              > basic.nack delivery-tag=2 requeue
              < basic.deliver consumer-tag=c delivery-tag=3 redelivered routing-key=q | headers=* | 1
              > basic.nack delivery-tag=3 requeue
              < basic.deliver consumer-tag=c delivery-tag=4 redelivered routing-key=q | headers=* | 1
              > basic.ack delivery-tag=4
              """),
          newer(
              "A quorum queue has 32 priorities without being told to",
              "strict priorities ensure that higher priority messages are always delivered before"
                  + " lower priority messages. Priority levels 0-31 are supported. Priority values"
                  + " higher than 31 will be clamped to 31"
                  + PAGE,
              """
              > queue.declare queue=q durable arguments={x-queue-type=quorum}
              < queue.declare-ok queue=q
              > confirm.select
              < confirm.select-ok
              > basic.publish routing-key=q | none
              < confirms 1+
              > basic.publish routing-key=q | priority=31 | high
              < confirms 2+
              > basic.publish routing-key=q | priority=200 | as high
              < confirms 3+
              > basic.publish routing-key=q | priority=7 | middle
              < confirms 4+
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 routing-key=q message-count=3 | priority=31 | high
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=2 routing-key=q message-count=2 | priority=200 | as high
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=3 routing-key=q message-count=1 | priority=7 | middle
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=4 routing-key=q | none
              """),
          newer(
              "A quorum queue bounds how long a consumer may take, and how long one is waited for",
              "Queue Argument x-consumer-timeout [...] Set when declaring a queue to apply to all"
                  + " consumers of that queue. [...] Consumer Argument (AMQP 0.9.1)"
                  + " x-consumer-timeout [...] Queue Argument x-consumer-disconnected-timeout"
                  + PAGE,
              """
              > queue.declare queue=q durable arguments={x-queue-type=quorum x-consumer-timeout=60000 x-consumer-disconnected-timeout=5000}
              < queue.declare-ok queue=q
              > basic.consume queue=q consumer-tag=c arguments={x-consumer-timeout=90000}
              < basic.consume-ok consumer-tag=c
              """));

  private NewerScripts() {}
}
