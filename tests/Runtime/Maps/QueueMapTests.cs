using System.Collections.Generic;
using System.Linq;
using BpfSharp.Runtime.Tests.Programs;
using BpfSharp.Views;
using CsCheck;
using Xunit;

namespace BpfSharp.Runtime.Tests.Maps;

public sealed class QueueMapTests
{
    private static readonly QueueMap<int> s_queue = new(maxEntries: 3);
    private static readonly StackMap<int> s_stack = new(maxEntries: 3);
    private static readonly LruPerCpuHashMap<uint, int> s_lru = new(maxEntries: 2);

    [Fact]
    public void Queue_and_stack_behave_like_a_list_with_a_limit() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int).List[0, 40].Sample(static steps =>
        {
            using var probe = new Probe(s_queue, s_stack);
            var queue = new List<int>();
            var stack = new List<int>();
            probe.Run(_ =>
            {
                foreach ((int operation, int value) in steps)
                {
                    if (operation < 2)
                    {
                        Assert.Equal(queue.Count < 3, s_queue.TryPush(value));
                        Assert.Equal(stack.Count < 3, s_stack.TryPush(value));
                        if (queue.Count < 3)
                            queue.Add(value);
                        if (stack.Count < 3)
                            stack.Add(value);
                    }
                    else if (operation == 2)
                    {
                        Assert.True(s_queue.PushOverOldest(value));
                        queue.Add(value);
                        queue.RemoveRange(0, queue.Count > 3 ? 1 : 0);
                    }
                    else
                    {
                        Assert.Equal(queue.Count != 0, s_queue.TryPop(out int first));
                        Assert.Equal(queue.FirstOrDefault(), first);
                        queue.RemoveRange(0, queue.Count == 0 ? 0 : 1);
                        Assert.Equal(stack.Count != 0, s_stack.TryPop(out int last));
                        Assert.Equal(stack.LastOrDefault(), last);
                        stack.RemoveRange(stack.Count == 0 ? 0 : stack.Count - 1, stack.Count == 0 ? 0 : 1);
                    }
                }
            });
            IQueueMapView<int> view = probe.Views.Queue<int>("map0");
            foreach (int value in queue)
                Assert.Equal((true, value), (view.TryPop(out int taken), taken));
            Assert.False(view.TryPeek(out _));
        });

    [Fact]
    public void Lru_per_cpu_map_evicts_what_was_not_used()
    {
        using var probe = new Probe(s_lru);
        probe.Run(static _ =>
        {
            s_lru.Set(1, 10);
            s_lru.Set(2, 20);
            s_lru[1]++;
            s_lru.Set(3, 30);
            Assert.False(s_lru.ContainsKey(2));
            Assert.Equal(11, s_lru[1]);
        });
        probe.Environment.Cpu = 1;
        probe.Run(static _ => Assert.Equal(0, s_lru[1]));
        Assert.Equal([1u, 3u], probe.Views.PerCpuHash<uint, int>("map0").Select(static e => e.Key).Order());
    }
}
