package io.weir.tests.differential;

import static io.weir.tests.differential.Script.script;

import java.util.List;

/** How consumers come and go, and who of them gets what. */
final class ConsumeScripts {
  static final List<Script> ALL =
      List.of(
          script(
              "A consumer gets what is there and what comes",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=q | 1
              > basic.publish routing-key=q | 2
              < basic.deliver consumer-tag=c delivery-tag=2 routing-key=q | 2
              > basic.ack delivery-tag=2 multiple
              > queue.delete queue=q if-empty
              ~ basic.cancel consumer-tag=c no-wait
              ~ queue.delete-ok
              """),
          script(
              "The server names a consumer",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.consume queue=q
              < basic.consume-ok consumer-tag=amq.ctag-*
              """),
          script(
              "Who waits for no answer gets none",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.consume queue=q consumer-tag=c no-ack no-wait
              > basic.publish routing-key=q | a
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=q | a
              > basic.cancel consumer-tag=c no-wait
              > queue.declare queue=q passive
              < queue.declare-ok queue=q
              """),
          script(
              "Nothing is consumed from a queue that is not there",
              """
              > basic.consume queue=none consumer-tag=c
              < channel.close 404 basic.consume "NOT_FOUND - no queue 'none' in vhost '/'"
              """),
          script(
              "A channel has one consumer of a tag",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              > basic.consume queue=q consumer-tag=c
              0< connection.close 530 basic.consume "NOT_ALLOWED - attempt to reuse consumer tag 'c'"
              """),
          script(
              "Channels may have consumers of the same tag",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              2> channel.open
              2< channel.open-ok
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              2> basic.consume queue=q consumer-tag=c
              2< basic.consume-ok consumer-tag=c
              > queue.declare queue=q passive
              < queue.declare-ok queue=q consumer-count=2
              """),
          script(
              "An exclusive consumer keeps others out",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.consume queue=q consumer-tag=c exclusive
              < basic.consume-ok consumer-tag=c
              > basic.consume queue=q consumer-tag=d
              < channel.close 403 basic.consume "ACCESS_REFUSED - queue 'q' in vhost '/' in exclusive use"
              """),
          script(
              "Nobody is exclusive where others consume already",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              > basic.consume queue=q consumer-tag=d exclusive
              < channel.close 403 basic.consume "ACCESS_REFUSED - queue 'q' in vhost '/' in exclusive use"
              """),
          script(
              "A consumer that is cancelled gets nothing more, and settles what it has",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              > basic.publish routing-key=q | 1
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=q | 1
              > basic.cancel consumer-tag=c
              < basic.cancel-ok consumer-tag=c
              > confirm.select
              < confirm.select-ok
              > basic.publish routing-key=q | 2
              < confirms 1+
              > queue.declare queue=q passive
              < queue.declare-ok queue=q message-count=1
              > basic.ack delivery-tag=1
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=2 routing-key=q | 2
              """),
          script(
              "Cancelling whom there is not does no harm",
              """
              > basic.cancel consumer-tag=none
              < basic.cancel-ok consumer-tag=none
              """),
          script(
              "A consumer is told that its queue is gone",
              """
              > queue.declare queue=q durable
              < queue.declare-ok queue=q
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              b> queue.delete queue=q
              b< queue.delete-ok
              < basic.cancel consumer-tag=c no-wait
              """),
          script(
              "A client that does not ask for it is not told that a queue is gone",
              """
              > socket
              > header
              0< connection.start version-minor=9 mechanisms=* locales=* server-properties=*
              0> connection.start-ok mechanism=PLAIN response="\\x00guest\\x00guest" locale=en_US
              0< connection.tune channel-max=2047 frame-max=131072 heartbeat=60
              0> connection.tune-ok channel-max=2047 frame-max=131072
              0> connection.open virtual-host=/
              0< connection.open-ok
              > channel.open
              < channel.open-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              > queue.delete queue=q
              < queue.delete-ok
              0> connection.close 200
              0< connection.close-ok
              """),
          script(
              "A consumer may wish not to get its own, which it gets all the same",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.consume queue=q consumer-tag=c no-local no-ack
              < basic.consume-ok consumer-tag=c
              > basic.publish routing-key=q | mine
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=q | mine
              """),
          script(
              "Consumers take turns",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.consume queue=q consumer-tag=c no-ack
              < basic.consume-ok consumer-tag=c
              > basic.consume queue=q consumer-tag=d no-ack
              < basic.consume-ok consumer-tag=d
              > basic.publish routing-key=q | 1
              < basic.deliver consumer-tag=$first delivery-tag=1 routing-key=q | 1
              > basic.publish routing-key=q | 2
              < basic.deliver consumer-tag=$second delivery-tag=2 routing-key=q | 2
              > basic.publish routing-key=q | 3
              < basic.deliver consumer-tag=$first delivery-tag=3 routing-key=q | 3
              > basic.publish routing-key=q | 4
              < basic.deliver consumer-tag=$second delivery-tag=4 routing-key=q | 4
              """),
          script(
              "A consumer gets no more than it may have without settling",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > confirm.select
              < confirm.select-ok
              > basic.publish routing-key=q | 1
              > basic.publish routing-key=q | 2
              > basic.publish routing-key=q | 3
              < confirms 1+ 2+ 3+
              > basic.qos prefetch-count=2
              < basic.qos-ok
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=q | 1
              < basic.deliver consumer-tag=c delivery-tag=2 routing-key=q | 2
              > queue.declare queue=q passive
              < queue.declare-ok queue=q message-count=1 consumer-count=1
              > basic.ack delivery-tag=1
              < basic.deliver consumer-tag=c delivery-tag=3 routing-key=q | 3
              """),
          script(
              "How much a consumer may have holds for those that come later",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.qos prefetch-count=1
              < basic.qos-ok
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              > basic.qos
              < basic.qos-ok
              2> channel.open
              2< channel.open-ok
              2> confirm.select
              2< confirm.select-ok
              2> basic.publish routing-key=q | 1
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=q | 1
              2> basic.publish routing-key=q | 2
              2< confirms 1+ 2+
              > queue.declare queue=q passive
              < queue.declare-ok queue=q message-count=1 consumer-count=1
              """),
          script(
              "How much a channel may have is shared by its consumers",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.qos prefetch-count=1 global
              < basic.qos-ok
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              > basic.consume queue=q consumer-tag=d
              < basic.consume-ok consumer-tag=d
              2> channel.open
              2< channel.open-ok
              2> confirm.select
              2< confirm.select-ok
              2> basic.publish routing-key=q | 1
              < basic.deliver consumer-tag=* delivery-tag=1 routing-key=q | 1
              2> basic.publish routing-key=q | 2
              2< confirms 1+ 2+
              > queue.declare queue=q passive
              < queue.declare-ok queue=q message-count=1 consumer-count=2
              > basic.ack delivery-tag=1
              < basic.deliver consumer-tag=* delivery-tag=2 routing-key=q | 2
              """),
          script(
              "How much a consumer may have is not counted in bytes",
              """
              > basic.qos prefetch-size=1000
              0< connection.close 540 basic.qos
              """),
          script(
              "What needs no settling has no bound",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.qos prefetch-count=1
              < basic.qos-ok
              > basic.consume queue=q consumer-tag=c no-ack
              < basic.consume-ok consumer-tag=c
              > basic.publish routing-key=q | 1
              > basic.publish routing-key=q | 2
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=q | 1
              < basic.deliver consumer-tag=c delivery-tag=2 routing-key=q | 2
              """),
          script(
              "A consumer that has enough leaves the rest to others",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              2> channel.open
              2< channel.open-ok
              > basic.qos prefetch-count=1
              < basic.qos-ok
              2> basic.qos prefetch-count=2
              2< basic.qos-ok
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              > basic.publish routing-key=q | 1
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=q | 1
              2> basic.consume queue=q consumer-tag=d
              2< basic.consume-ok consumer-tag=d
              > basic.publish routing-key=q | 2
              2< basic.deliver consumer-tag=d delivery-tag=1 routing-key=q | 2
              > basic.publish routing-key=q | 3
              2< basic.deliver consumer-tag=d delivery-tag=2 routing-key=q | 3
              """),
          script(
              "A consumer of higher priority comes first, as long as it may have more",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.qos prefetch-count=1
              < basic.qos-ok
              > basic.consume queue=q consumer-tag=low
              < basic.consume-ok consumer-tag=low
              > basic.consume queue=q consumer-tag=high arguments={x-priority=10}
              < basic.consume-ok consumer-tag=high
              > basic.publish routing-key=q | 1
              < basic.deliver consumer-tag=high delivery-tag=1 routing-key=q | 1
              > basic.publish routing-key=q | 2
              < basic.deliver consumer-tag=low delivery-tag=2 routing-key=q | 2
              """),
          script(
              "The priority of a consumer is a number",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.consume queue=q consumer-tag=c arguments={x-priority=high}
              < channel.close 406 basic.consume
              """),
          script(
              "Of a queue for a single active consumer the first one gets all, and then the next",
              """
              > queue.declare queue=q durable arguments={x-single-active-consumer=true}
              < queue.declare-ok queue=q
              > basic.consume queue=q consumer-tag=c no-ack
              < basic.consume-ok consumer-tag=c
              > basic.consume queue=q consumer-tag=d no-ack
              < basic.consume-ok consumer-tag=d
              > basic.publish routing-key=q | 1
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=q | 1
              > basic.publish routing-key=q | 2
              < basic.deliver consumer-tag=c delivery-tag=2 routing-key=q | 2
              > basic.cancel consumer-tag=c
              < basic.cancel-ok consumer-tag=c
              > basic.publish routing-key=q | 3
              < basic.deliver consumer-tag=d delivery-tag=3 routing-key=q | 3
              """),
          script(
              "A queue for a single active consumer has no exclusive ones",
              """
              > queue.declare queue=q durable arguments={x-single-active-consumer=true}
              < queue.declare-ok queue=q
              > basic.consume queue=q consumer-tag=c exclusive
              < channel.close 403 basic.consume
              """));

  private ConsumeScripts() {}
}
