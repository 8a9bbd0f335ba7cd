using System;
using System.Threading.Tasks;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Values with a spin lock, which user space reads and writes under it (BPF_F_LOCK).</summary>
public sealed class LockedValueTests
{
    [Fact]
    public async Task Values_are_never_seen_half_written()
    {
        KernelTest.Require();
        using LockedProgramsObject loaded = LockedProgramsLoader.Load();
        loaded.Pairs.TryUpdate(1, default, MapUpdate.Any);
        bool isOver = false;
        Task writing = Task.Run(() =>
        {
            while (!System.Threading.Volatile.Read(ref isOver))
                loaded.Both.MeasureNanoseconds(new byte[60], 200);
        });
        try
        {
            for (int i = 0; i < 3000; i++)
            {
                Assert.True(loaded.Pairs.TryGetLocked(1, out LockedPrograms.Pair pair));
                Assert.Equal(pair.First, pair.Second);
                if (i % 100 == 0)
                    Assert.True(loaded.Pairs.TryUpdate(1, new LockedPrograms.Pair { First = 7, Second = 7 }, MapUpdate.Lock | MapUpdate.Change));
            }
        }
        finally
        {
            System.Threading.Volatile.Write(ref isOver, true);
            await writing;
        }
    }

    [Fact]
    public void Array_is_read_and_written_under_its_locks_and_values_without_one_say_so()
    {
        KernelTest.Require();
        using LockedProgramsObject loaded = LockedProgramsLoader.Load();
        loaded.Slots.WriteLocked(2, new LockedPrograms.Pair { First = 4, Second = 5 });
        LockedPrograms.Pair read = loaded.Slots.ReadLocked(2);
        Assert.Equal((4ul, 5ul), (read.First, read.Second));
        Assert.Throws<InvalidOperationException>(() => loaded.Plain.TryGetLocked(1, out _));
        Assert.Throws<InvalidOperationException>(() => loaded.Plain.TryUpdate(1, 2, MapUpdate.Lock));
    }
}
