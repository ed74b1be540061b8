package io.weir.tests.differential;

import static io.weir.tests.differential.Script.script;

import java.util.List;

/** How long messages and queues live, and how many there may be. */
final class LifeScripts {
  static final List<Script> ALL =
      List.of(
          script(
              "A message that nobody takes in time goes where dead ones go",
              """
              > queue.declare queue=dead exclusive
              < queue.declare-ok queue=dead
              > queue.declare queue=q exclusive arguments={x-dead-letter-exchange="" x-dead-letter-routing-key=dead}
              < queue.declare-ok queue=q
              > basic.consume queue=dead consumer-tag=c no-ack
              < basic.consume-ok consumer-tag=c
              > basic.publish routing-key=q | expiration=200 message-id=m | late
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=dead | message-id=m headers={x-death=[{count=l:1 reason=expired queue=q exchange="" routing-keys=[q] time=* original-expiration="200"}] x-first-death-reason=expired x-first-death-queue=q x-first-death-exchange="" ...} | late
              """),
          script(
              "Messages of a queue live as long as the queue says",
              """
              > queue.declare queue=dead exclusive
              < queue.declare-ok queue=dead
              > queue.declare queue=q exclusive arguments={x-message-ttl=200 x-dead-letter-exchange="" x-dead-letter-routing-key=dead}
              < queue.declare-ok queue=q
              > basic.consume queue=dead consumer-tag=c no-ack
              < basic.consume-ok consumer-tag=c
              > basic.publish routing-key=q | late
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=dead | headers={x-death=[{count=l:1 reason=expired queue=q exchange="" routing-keys=[q] time=*}] ...} | late
              """),
          script(
              "A message lives as long as the shorter of both says",
              """
              > queue.declare queue=dead exclusive
              < queue.declare-ok queue=dead
              > queue.declare queue=q exclusive arguments={x-message-ttl=200 x-dead-letter-exchange="" x-dead-letter-routing-key=dead}
              < queue.declare-ok queue=q
              > basic.consume queue=dead consumer-tag=c no-ack
              < basic.consume-ok consumer-tag=c
              > basic.publish routing-key=q | expiration=600000 | late
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=dead | headers={x-death=[{count=l:1 reason=expired queue=q exchange="" routing-keys=[q] time=* original-expiration="600000"}] ...} | late
              """),
          script(
              "A message that is to live for no time is for those who wait",
              """
              > queue.declare queue=q exclusive arguments={x-message-ttl=0}
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | lost
              > basic.get queue=q
              < basic.get-empty
              > basic.consume queue=q consumer-tag=c no-ack
              < basic.consume-ok consumer-tag=c
              > basic.publish routing-key=q | at once
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=q | at once
              """),
          script(
              "A message that is behind another one dies after it",
              """
              > queue.declare queue=dead exclusive
              < queue.declare-ok queue=dead
              > queue.declare queue=q exclusive arguments={x-dead-letter-exchange="" x-dead-letter-routing-key=dead}
              < queue.declare-ok queue=q
              > basic.consume queue=dead consumer-tag=c no-ack
              < basic.consume-ok consumer-tag=c
              > basic.publish routing-key=q | expiration=400 | long
              > basic.publish routing-key=q | expiration=100 | short
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=dead | headers=* | long
              < basic.deliver consumer-tag=c delivery-tag=2 routing-key=dead | headers=* | short
              """),
          script(
              "A queue that nobody uses goes when its time has come",
              """
              > queue.declare queue=clock-end exclusive
              < queue.declare-ok queue=clock-end
              > queue.declare queue=clock exclusive arguments={x-dead-letter-exchange="" x-dead-letter-routing-key=clock-end}
              < queue.declare-ok queue=clock
              > basic.consume queue=clock-end consumer-tag=c no-ack
              < basic.consume-ok consumer-tag=c
              > queue.declare queue=q durable arguments={x-expires=300}
              < queue.declare-ok queue=q
              > queue.declare queue=used durable arguments={x-expires=300}
              < queue.declare-ok queue=used
              > basic.consume queue=used consumer-tag=d no-ack
              < basic.consume-ok consumer-tag=d
              > basic.publish routing-key=clock | expiration=1500 | now
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=clock-end | headers=* | now
              > queue.declare queue=used passive
              < queue.declare-ok queue=used consumer-count=1
              > queue.declare queue=q passive
              < channel.close 404 queue.declare
              """),
          script(
              "A queue that is full loses its oldest messages",
              """
              > queue.declare queue=q exclusive arguments={x-max-length=2}
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              > basic.publish routing-key=q | 2
              > basic.publish routing-key=q | 3
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 routing-key=q message-count=1 | 2
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=2 routing-key=q | 3
              """),
          script(
              "A queue is full by the bytes of its messages",
              """
              > queue.declare queue=q exclusive arguments={x-max-length-bytes=10}
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | four
              > basic.publish routing-key=q | fives
              > basic.publish routing-key=q | sixsix
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 routing-key=q | sixsix
              """),
          script(
              "Messages that were delivered do not make a queue full",
              """
              > queue.declare queue=q exclusive arguments={x-max-length=1}
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              > basic.get queue=q
              < basic.get-ok delivery-tag=1 routing-key=q | 1
              > basic.publish routing-key=q | 2
              > basic.get queue=q
              < basic.get-ok delivery-tag=2 routing-key=q | 2
              """),
          script(
              "What a full queue loses goes where dead ones go",
              """
              > queue.declare queue=dead exclusive
              < queue.declare-ok queue=dead
              > queue.declare queue=q exclusive arguments={x-max-length=1 x-dead-letter-exchange="" x-dead-letter-routing-key=dead}
              < queue.declare-ok queue=q
              > basic.consume queue=dead consumer-tag=c no-ack
              < basic.consume-ok consumer-tag=c
              > basic.publish routing-key=q | 1
              > basic.publish routing-key=q | 2
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=dead | headers={x-death=[{count=l:1 reason=maxlen queue=q exchange="" routing-keys=[q] time=*}] ...} | 1
              """),
          script(
              "A full queue may refuse instead",
              """
              > queue.declare queue=q exclusive arguments={x-max-length=1 x-overflow=reject-publish}
              < queue.declare-ok queue=q
              > confirm.select
              < confirm.select-ok
              > basic.publish routing-key=q | 1
              < confirms 1+
              > basic.publish routing-key=q | 2
              < confirms 2-
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 routing-key=q | 1
              > basic.publish routing-key=q | 3
              < confirms 3+
              """),
          script(
              "What a full queue refuses does not go where dead ones go",
              """
              > queue.declare queue=dead exclusive
              < queue.declare-ok queue=dead
              > queue.declare queue=q exclusive arguments={x-max-length=1 x-overflow=reject-publish x-dead-letter-exchange="" x-dead-letter-routing-key=dead}
              < queue.declare-ok queue=q
              > confirm.select
              < confirm.select-ok
              > basic.publish routing-key=q | 1
              < confirms 1+
              > basic.publish routing-key=q | 2
              < confirms 2-
              > basic.get queue=dead
              < basic.get-empty
              """),
          script(
              "What a full queue refuses may go where dead ones go, too",
              """
              > queue.declare queue=dead exclusive
              < queue.declare-ok queue=dead
              > queue.declare queue=q exclusive arguments={x-max-length=1 x-overflow=reject-publish-dlx x-dead-letter-exchange="" x-dead-letter-routing-key=dead}
              < queue.declare-ok queue=q
              2> channel.open
              2< channel.open-ok
              2> basic.consume queue=dead consumer-tag=c no-ack
              2< basic.consume-ok consumer-tag=c
              > confirm.select
              < confirm.select-ok
              > basic.publish routing-key=q | 1
              < confirms 1+
              > basic.publish routing-key=q | 2
              < confirms 2-
              2< basic.deliver consumer-tag=c delivery-tag=1 routing-key=dead | headers={x-death=[{count=l:1 reason=maxlen queue=q exchange="" routing-keys=[q] time=*}] ...} | 2
              """),
          script(
              "What one queue refuses and another takes is not confirmed",
              """
              > queue.declare queue=p exclusive
              < queue.declare-ok queue=p
              > queue.declare queue=q exclusive arguments={x-max-length=0 x-overflow=reject-publish}
              < queue.declare-ok queue=q
              > queue.bind queue=p exchange=amq.fanout
              < queue.bind-ok
              > queue.bind queue=q exchange=amq.fanout
              < queue.bind-ok
              > confirm.select
              < confirm.select-ok
              > basic.publish exchange=amq.fanout | half
              < confirms 1-
              > basic.get queue=p no-ack
              < basic.get-ok delivery-tag=1 exchange=amq.fanout | half
              """),
          script(
              "Messages of higher priority come first, those of the same in their order",
              """
              > queue.declare queue=q exclusive arguments={x-max-priority=10}
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | priority=1 | low 1
              > basic.publish routing-key=q | none
              > basic.publish routing-key=q | priority=5 | high 1
              > basic.publish routing-key=q | priority=5 | high 2
              > basic.publish routing-key=q | priority=1 | low 2
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 routing-key=q message-count=4 | priority=5 | high 1
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=2 routing-key=q message-count=3 | priority=5 | high 2
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=3 routing-key=q message-count=2 | priority=1 | low 1
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=4 routing-key=q message-count=1 | priority=1 | low 2
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=5 routing-key=q | none
              """),
          script(
              "A priority that is higher than the highest is the highest",
              """
              > queue.declare queue=q exclusive arguments={x-max-priority=3}
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | priority=3 | first
              > basic.publish routing-key=q | priority=200 | second
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 routing-key=q message-count=1 | priority=3 | first
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=2 routing-key=q | priority=200 | second
              """),
          script(
              "A queue without priorities looks at none",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | priority=1 | first
              > basic.publish routing-key=q | priority=9 | second
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 routing-key=q message-count=1 | priority=1 | first
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=2 routing-key=q | priority=9 | second
              """));

  private LifeScripts() {}
}
