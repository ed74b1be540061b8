package io.weir.tests.differential;

import static io.weir.tests.differential.Script.script;

import java.util.List;

/** What is published, returned, and fetched. */
final class PublishScripts {
  static final List<Script> ALL =
      List.of(
          script(
              "Every property comes as it was sent",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | content-type=text/plain content-encoding=utf-8 headers={colour=red} delivery-mode=2 priority=7 correlation-id=c1 reply-to=r1 expiration=60000 message-id=m1 timestamp=1700000000 type=order user-id=guest app-id=shop cluster-id=old | all
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 routing-key=q | content-type=text/plain content-encoding=utf-8 headers={colour=red} delivery-mode=2 priority=7 correlation-id=c1 reply-to=r1 expiration=60000 message-id=m1 timestamp=1700000000 type=order user-id=guest app-id=shop cluster-id=old | all
              """),
          script(
              "Every type of header comes as it was sent",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | headers={bool=true int8=b:-5 uint8=B:250 int16=s:-300 uint16=u:60000 int32=-70000 uint32=i:4000000000 int64=l:-5000000000 float=f:1.5 double=d:2.25 decimal=D:2,314 text=hello time=T:1700000000 bytes=x:00ff10 void=V: list=[1 two true] table={a=1 b={c=d}}} | typed
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 routing-key=q | headers={bool=true int8=b:-5 uint8=B:250 int16=s:-300 uint16=u:60000 int32=I:-70000 uint32=i:4000000000 int64=l:-5000000000 float=f:1.5 double=d:2.25 decimal=D:2,314 text=S:hello time=T:1700000000 bytes=x:00ff10 void=V: list=[I:1 S:two true] table={a=I:1 b={c=S:d}}} | typed
              """),
          script(
              "A table without headers is a table",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | headers={} | none
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 routing-key=q | headers={} | none
              """),
          script(
              "Publishing to an exchange that is not there closes the channel",
              """
              > basic.publish exchange=none routing-key=k | lost
              < channel.close 404 basic.publish "NOT_FOUND - no exchange 'none' in vhost '/'"
              """),
          script(
              "What must be routed and is not comes back",
              """
              > basic.publish routing-key=none mandatory | message-id=m | back
              < basic.return 312 "NO_ROUTE" routing-key=none | message-id=m | back
              """),
          script(
              "What need not be routed and is not is lost",
              """
              > basic.publish exchange=amq.direct routing-key=nobody | lost
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              """),
          script(
              "What must be routed and is does not come back",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q mandatory | there
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 routing-key=q | there
              """),
          script(
              "Nothing is published to be consumed at once or not at all",
              """
              > basic.publish routing-key=q immediate | now
              0< connection.close 540 basic.publish
              """),
          script(
              "A message tells truly who has published it",
              """
              > basic.publish routing-key=q | user-id=somebody | forged
              < channel.close 406 basic.publish "PRECONDITION_FAILED - user_id property set to 'somebody' but authenticated user was 'guest'"
              """),
          script(
              "An expiration is a number",
              """
              > basic.publish routing-key=q | expiration=soon | x
              < channel.close 406 basic.publish
              """),
          script(
              "An expiration is not negative",
              """
              > basic.publish routing-key=q | expiration=-1 | x
              < channel.close 406 basic.publish
              """),
          script(
              "A message goes to all who are named in CC, too, and says so",
              """
              > queue.declare queue=p exclusive
              < queue.declare-ok queue=p
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=p | headers={CC=[q]} | copies
              > basic.get queue=p no-ack
              < basic.get-ok delivery-tag=1 routing-key=p | headers={CC=[q]} | copies
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=2 routing-key=p | headers={CC=[q]} | copies
              """),
          script(
              "A message goes to all who are named in BCC, too, and does not say so",
              """
              > queue.declare queue=p exclusive
              < queue.declare-ok queue=p
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=p | headers={BCC=[q] other=1} | copies
              > basic.get queue=p no-ack
              < basic.get-ok delivery-tag=1 routing-key=p | headers={other=1} | copies
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=2 routing-key=p | headers={other=1} | copies
              """),
          script(
              "CC is a list",
              """
              > basic.publish routing-key=p | headers={CC=q} | x
              < channel.close 406 basic.publish
              """),
          script(
              "Getting from an empty queue gets nothing",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.get queue=q
              < basic.get-empty
              """),
          script(
              "Nothing is got from a queue that is not there",
              """
              > basic.get queue=none
              < channel.close 404 basic.get "NOT_FOUND - no queue 'none' in vhost '/'"
              """),
          script(
              "Getting tells how many messages are left, in the order in which they came",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              > basic.publish routing-key=q | 2
              > basic.publish routing-key=q | 3
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 routing-key=q message-count=2 | 1
              > basic.get queue=q
              < basic.get-ok delivery-tag=2 routing-key=q message-count=1 | 2
              > basic.get queue=q
              < basic.get-ok delivery-tag=3 routing-key=q | 3
              > basic.get queue=q
              < basic.get-empty
              """),
          script(
              "What was got and not settled comes back when the channel closes",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              > basic.publish routing-key=q | 2
              > basic.get queue=q
              < basic.get-ok delivery-tag=1 routing-key=q message-count=1 | 1
              > channel.close 200
              < channel.close-ok
              > channel.open
              < channel.open-ok
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 redelivered routing-key=q message-count=1 | 1
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=2 routing-key=q | 2
              """),
          script(
              "Every queue gets all of a message that is routed to many",
              """
              > queue.declare queue=p exclusive
              < queue.declare-ok queue=p
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=p exchange=amq.fanout
              < queue.bind-ok
              > queue.bind queue=q exchange=amq.fanout
              < queue.bind-ok
              > basic.publish exchange=amq.fanout | type=t | w^50000
              > basic.get queue=p no-ack
              < basic.get-ok delivery-tag=1 exchange=amq.fanout | type=t | w^50000
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=2 exchange=amq.fanout | type=t | w^50000
              """));

  private PublishScripts() {}
}
