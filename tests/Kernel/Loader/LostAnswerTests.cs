using System;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Loader.Syscalls;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>The kernel did what a netlink request asked for, and its answer does not arrive.</summary>
[Collection(AloneCollection.Name)]
public sealed class LostAnswerTests
{
    [Fact]
    public void Filter_is_taken_back()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Ok));
        // The same program twice: taken back is only what the lost answer was about.
        using TcLink stays = Attach(pair, loaded);
        int answers = Count(() => Attach(pair, loaded).Dispose());
        Assert.InRange(answers, 5, 40);
        int failures = 0;
        for (int lost = 1; lost <= answers; lost++)
        {
            Exception? failure = Record.Exception(() => Lose(lost, () => Attach(pair, loaded)).Dispose());
            Assert.True(failure is null or BpfException, $"{lost}: {failure}");
            failures += failure is null ? 0 : 1;
            TcProgramOnHook left = Assert.Single(pair.Near.Run(() => BpfHooks.QueryTc(VethPair.NearInterface, TcDirection.Ingress).Programs));
            Assert.Equal((stays.Priority, stays.Handle), (left.Priority, left.Handle));
        }
        Assert.InRange(failures, 4, answers);
    }

    [Fact]
    public void Filter_that_was_replaced_is_still_the_links()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Ok));
        using var other = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Shot, "other"));
        int answers;
        using (TcLink link = Attach(pair, loaded))
            answers = Count(() => link.Replace(other.TcProgram("other")));
        for (int lost = 1; lost <= answers; lost++)
        {
            TcLink link = Attach(pair, loaded);
            Exception? failure = Record.Exception(() => Lose(lost, () =>
            {
                link.Replace(other.TcProgram("other"));
                return link;
            }));
            Assert.IsAssignableFrom<BpfException>(failure);
            link.Dispose();
            Assert.Empty(pair.Near.Run(() => BpfHooks.QueryTc(VethPair.NearInterface, TcDirection.Ingress).Programs));
        }
    }

    private static TcLink Attach(VethPair pair, LoadedTestObject loaded) => pair.Near.Run(
        () => loaded.TcProgram("count").Attach(VethPair.NearInterface, TcDirection.Ingress, new() { Hook = TcHook.Clsact }));

    private static int Count(Action action)
    {
        int count = 0;
        using (SystemCallSeam.Set(call =>
        {
            count += call == "recv" ? 1 : 0;
            return 0;
        }))
            action();
        return count;
    }

    // The seam refuses the call that would have received it: the kernel has acted.
    private static TcLink Lose(int answer, Func<TcLink> action)
    {
        int count = 0;
        using (SystemCallSeam.Set(call => call == "recv" && ++count == answer ? Errno.ENOMEM : 0))
            return action();
    }
}
