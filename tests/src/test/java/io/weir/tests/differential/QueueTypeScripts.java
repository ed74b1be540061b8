package io.weir.tests.differential;

import static io.weir.tests.differential.Script.newer;
import static io.weir.tests.differential.Script.script;

import java.util.List;

/** What is particular to quorum queues and to streams, and direct replies. */
final class QueueTypeScripts {
  static final List<Script> ALL =
      List.of(
          script(
              "A quorum queue counts how often a message was delivered in vain",
              """
              > queue.declare queue=q durable arguments={x-queue-type=quorum}
              < queue.declare-ok queue=q
              > confirm.select
              < confirm.select-ok
              > basic.publish routing-key=q | 1
              < confirms 1+
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=q | 1
              > basic.reject delivery-tag=1 requeue
              < basic.deliver consumer-tag=c delivery-tag=2 redelivered routing-key=q | headers={x-delivery-count=l:1 ...} | 1
              > basic.reject delivery-tag=2 requeue
              < basic.deliver consumer-tag=c delivery-tag=3 redelivered routing-key=q | headers={x-delivery-count=l:2 ...} | 1
              > basic.ack delivery-tag=3
              """),
          script(
              "A quorum queue delivers no more often than it may",
              """
              > queue.declare queue=dead exclusive
              < queue.declare-ok queue=dead
              > queue.declare queue=q durable arguments={x-queue-type=quorum x-delivery-limit=1 x-dead-letter-exchange="" x-dead-letter-routing-key=dead}
              < queue.declare-ok queue=q
              2> channel.open
              2< channel.open-ok
              2> basic.consume queue=dead consumer-tag=d no-ack
              2< basic.consume-ok consumer-tag=d
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              > basic.publish routing-key=q | poison
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=q | poison
              > basic.reject delivery-tag=1 requeue
              < basic.deliver consumer-tag=c delivery-tag=2 redelivered routing-key=q | headers={x-delivery-count=l:1 ...} | poison
              > basic.reject delivery-tag=2 requeue
              2< basic.deliver consumer-tag=d delivery-tag=1 routing-key=dead | headers={x-death=[{count=l:1 reason=delivery_limit queue=q exchange="" routing-keys=[q] time=*}] ...} | poison
              """),
          script(
              "A quorum queue loses its oldest messages when it is full",
              """
              > queue.declare queue=q durable arguments={x-queue-type=quorum x-max-length=1}
              < queue.declare-ok queue=q
              > confirm.select
              < confirm.select-ok
              > basic.publish routing-key=q | 1
              < confirms 1+
              > basic.publish routing-key=q | 2
              < confirms 2+
              > basic.consume queue=q consumer-tag=c no-ack
              < basic.consume-ok consumer-tag=c
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=q | 2
              """),
          script(
              "A quorum queue has a single active consumer, too",
              """
              > queue.declare queue=q durable arguments={x-queue-type=quorum x-single-active-consumer=true}
              < queue.declare-ok queue=q
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              > basic.consume queue=q consumer-tag=d
              < basic.consume-ok consumer-tag=d
              > basic.publish routing-key=q | 1
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=q | 1
              > basic.ack delivery-tag=1
              > basic.publish routing-key=q | 2
              < basic.deliver consumer-tag=c delivery-tag=2 routing-key=q | 2
              > basic.ack delivery-tag=2
              """),
          script(
              "A dead letter of a quorum queue may be kept until it has arrived",
              """
              > queue.declare queue=dead durable
              < queue.declare-ok queue=dead
              > queue.declare queue=q durable arguments={x-queue-type=quorum x-dead-letter-exchange="" x-dead-letter-routing-key=dead x-dead-letter-strategy=at-least-once x-overflow=reject-publish}
              < queue.declare-ok queue=q
              2> channel.open
              2< channel.open-ok
              2> basic.consume queue=dead consumer-tag=d no-ack
              2< basic.consume-ok consumer-tag=d
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              > basic.publish routing-key=q | bad
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=q | bad
              > basic.reject delivery-tag=1
              2< basic.deliver consumer-tag=d delivery-tag=1 routing-key=dead | headers={x-death=[{count=l:1 reason=rejected queue=q exchange="" routing-keys=[q] time=*}] ...} | bad
              """),
          script(
              "A stream is read from its beginning, again and again",
              """
              > queue.declare queue=s durable arguments={x-queue-type=stream}
              < queue.declare-ok queue=s
              > confirm.select
              < confirm.select-ok
              > basic.publish routing-key=s | 1
              < confirms 1+
              > basic.publish routing-key=s | 2
              < confirms 2+
              > basic.qos prefetch-count=10
              < basic.qos-ok
              > basic.consume queue=s consumer-tag=c arguments={x-stream-offset=first}
              < basic.consume-ok consumer-tag=c
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=s | headers={x-stream-offset=l:0} | 1
              < basic.deliver consumer-tag=c delivery-tag=2 routing-key=s | headers={x-stream-offset=l:1} | 2
              > basic.ack delivery-tag=2 multiple
              > basic.consume queue=s consumer-tag=d arguments={x-stream-offset=first}
              < basic.consume-ok consumer-tag=d
              < basic.deliver consumer-tag=d delivery-tag=3 routing-key=s | headers={x-stream-offset=l:0} | 1
              < basic.deliver consumer-tag=d delivery-tag=4 routing-key=s | headers={x-stream-offset=l:1} | 2
              """),
          script(
              "A stream is read from where one likes",
              """
              > queue.declare queue=s durable arguments={x-queue-type=stream}
              < queue.declare-ok queue=s
              > confirm.select
              < confirm.select-ok
              > basic.publish routing-key=s | 1
              < confirms 1+
              > basic.publish routing-key=s | 2
              < confirms 2+
              > basic.publish routing-key=s | 3
              < confirms 3+
              > basic.qos prefetch-count=10
              < basic.qos-ok
              > basic.consume queue=s consumer-tag=c arguments={x-stream-offset=1}
              < basic.consume-ok consumer-tag=c
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=s | headers={x-stream-offset=l:1} | 2
              < basic.deliver consumer-tag=c delivery-tag=2 routing-key=s | headers={x-stream-offset=l:2} | 3
              """),
          script(
              "A stream is read from what comes next, where nothing else is said",
              """
              > queue.declare queue=s durable arguments={x-queue-type=stream}
              < queue.declare-ok queue=s
              > confirm.select
              < confirm.select-ok
              > basic.publish routing-key=s | 1
              < confirms 1+
              > basic.qos prefetch-count=10
              < basic.qos-ok
              2> channel.open
              2< channel.open-ok
              2> basic.qos prefetch-count=10
              2< basic.qos-ok
              2> basic.consume queue=s consumer-tag=c
              2< basic.consume-ok consumer-tag=c
              > basic.publish routing-key=s | 2
              < confirms 2+
              2< basic.deliver consumer-tag=c delivery-tag=1 routing-key=s | headers={x-stream-offset=l:1} | 2
              """),
          script(
              "A stream is read from a time",
              """
              > queue.declare queue=s durable arguments={x-queue-type=stream}
              < queue.declare-ok queue=s
              > confirm.select
              < confirm.select-ok
              > basic.publish routing-key=s | 1
              < confirms 1+
              > basic.qos prefetch-count=10
              < basic.qos-ok
              > basic.consume queue=s consumer-tag=c arguments={x-stream-offset=T:1700000000}
              < basic.consume-ok consumer-tag=c
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=s | headers={x-stream-offset=l:0} | 1
              """),
          script(
              "A stream is read from so long ago",
              """
              > queue.declare queue=s durable arguments={x-queue-type=stream}
              < queue.declare-ok queue=s
              > confirm.select
              < confirm.select-ok
              > basic.publish routing-key=s | 1
              < confirms 1+
              > basic.qos prefetch-count=10
              < basic.qos-ok
              > basic.consume queue=s consumer-tag=c arguments={x-stream-offset=1h}
              < basic.consume-ok consumer-tag=c
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=s | headers={x-stream-offset=l:0} | 1
              """),
          script(
              "A reader of a stream says how much it may have",
              """
              > queue.declare queue=s durable arguments={x-queue-type=stream}
              < queue.declare-ok queue=s
              > basic.consume queue=s consumer-tag=c
              < channel.close 406 basic.consume
              """),
          script(
              "A reader of a stream has no more than it may have",
              """
              > queue.declare queue=s durable arguments={x-queue-type=stream}
              < queue.declare-ok queue=s
              > confirm.select
              < confirm.select-ok
              > basic.publish routing-key=s | 1
              < confirms 1+
              > basic.publish routing-key=s | 2
              < confirms 2+
              > basic.qos prefetch-count=1
              < basic.qos-ok
              > basic.consume queue=s consumer-tag=c arguments={x-stream-offset=first}
              < basic.consume-ok consumer-tag=c
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=s | headers={x-stream-offset=l:0} | 1
              > queue.declare queue=s passive
              < queue.declare-ok queue=s message-count=* consumer-count=*
              > basic.ack delivery-tag=1
              < basic.deliver consumer-tag=c delivery-tag=2 routing-key=s | headers={x-stream-offset=l:1} | 2
              """),
          script(
              "Nothing is got from a stream",
              """
              > queue.declare queue=s durable arguments={x-queue-type=stream}
              < queue.declare-ok queue=s
              > basic.get queue=s
              0< connection.close 540 basic.get
              """),
          script(
              "A stream is not purged",
              """
              > queue.declare queue=s durable arguments={x-queue-type=stream}
              < queue.declare-ok queue=s
              > queue.purge queue=s
              0< connection.close 540 queue.purge
              """),
          newer(
              "A reader of a stream may want only what has a value",
              "Stream filtering is a new feature in RabbitMQ 3.13. It allows to save bandwidth between"
                  + " the broker and consuming applications when those applications need only a"
                  + " subset of the messages of a stream. (rabbitmq.com, blog, Stream Filtering)",
              """
              > queue.declare queue=s durable arguments={x-queue-type=stream}
              < queue.declare-ok queue=s
              > confirm.select
              < confirm.select-ok
              > basic.publish routing-key=s | headers={x-stream-filter-value=emea} | 1
              < confirms 1+
              > basic.publish routing-key=s | headers={x-stream-filter-value=apac} | 2
              < confirms 2+
              > basic.publish routing-key=s | 3
              < confirms 3+
              > basic.qos prefetch-count=10
              < basic.qos-ok
              > basic.consume queue=s consumer-tag=c arguments={x-stream-offset=first x-stream-filter=apac}
              < basic.consume-ok consumer-tag=c
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=s | headers={x-stream-offset=l:1 x-stream-filter-value=apac} | 2
              > basic.cancel consumer-tag=c
              < basic.cancel-ok consumer-tag=c
              > basic.consume queue=s consumer-tag=d arguments={x-stream-offset=first x-stream-filter=apac x-stream-match-unfiltered=true}
              < basic.consume-ok consumer-tag=d
              < basic.deliver consumer-tag=d delivery-tag=2 routing-key=s | headers={x-stream-offset=l:1 x-stream-filter-value=apac} | 2
              < basic.deliver consumer-tag=d delivery-tag=3 routing-key=s | headers={x-stream-offset=l:2} | 3
              """),
          script(
              "An answer comes directly",
              """
              > basic.consume queue=amq.rabbitmq.reply-to consumer-tag=answers no-ack
              < basic.consume-ok consumer-tag=answers
              b> queue.declare queue=rpc exclusive
              b< queue.declare-ok queue=rpc
              b> basic.consume queue=rpc consumer-tag=c no-ack
              b< basic.consume-ok consumer-tag=c
              > basic.publish routing-key=rpc | reply-to=amq.rabbitmq.reply-to correlation-id=7 | question
              b< basic.deliver consumer-tag=c delivery-tag=1 routing-key=rpc | reply-to=$me correlation-id=7 | question
              b> queue.declare queue=$me passive
              b< queue.declare-ok queue=$me consumer-count=1
              b> basic.publish routing-key=$me | correlation-id=7 | answer
              < basic.deliver consumer-tag=answers delivery-tag=1 routing-key=$me | correlation-id=7 | answer
              """),
          script(
              "Direct answers need no settling",
              """
              > basic.consume queue=amq.rabbitmq.reply-to consumer-tag=answers
              < channel.close 406 basic.consume "PRECONDITION_FAILED - reply consumer cannot acknowledge"
              """),
          script(
              "A channel has one place for direct answers",
              """
              > basic.consume queue=amq.rabbitmq.reply-to consumer-tag=c no-ack
              < basic.consume-ok consumer-tag=c
              > basic.consume queue=amq.rabbitmq.reply-to consumer-tag=d no-ack
              < channel.close 406 basic.consume "PRECONDITION_FAILED - reply consumer already set"
              """),
          script(
              "Nobody asks for direct answers without a place for them",
              """
              > basic.publish routing-key=rpc | reply-to=amq.rabbitmq.reply-to | question
              < channel.close 406 basic.publish "PRECONDITION_FAILED - fast reply consumer does not exist"
              """),
          script(
              "The place of direct answers is there for who looks",
              """
              > queue.declare queue=amq.rabbitmq.reply-to passive
              < queue.declare-ok queue=amq.rabbitmq.reply-to consumer-count=1
              """),
          script(
              "Who is gone gets no direct answer",
              """
              b> queue.declare queue=rpc exclusive
              b< queue.declare-ok queue=rpc
              b> basic.consume queue=rpc consumer-tag=c no-ack
              b< basic.consume-ok consumer-tag=c
              > basic.consume queue=amq.rabbitmq.reply-to consumer-tag=answers no-ack
              < basic.consume-ok consumer-tag=answers
              > basic.publish routing-key=rpc | reply-to=amq.rabbitmq.reply-to | question
              b< basic.deliver consumer-tag=c delivery-tag=1 routing-key=rpc | reply-to=$me | question
              > channel.close 200
              < channel.close-ok
              b> basic.publish routing-key=$me mandatory | answer
              b< basic.return 312 "NO_ROUTE" routing-key=$me | answer
              """));

  private QueueTypeScripts() {}
}
