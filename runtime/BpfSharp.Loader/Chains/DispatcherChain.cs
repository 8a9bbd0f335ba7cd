using System.Collections.Generic;
using System.Linq;
using BpfSharp.Loader.Netlink;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>Changes the programs behind an interface's dispatcher: a new dispatcher takes the old one's place in one step. Anybody who keeps to libxdp's protocol may do the same.</summary>
internal static class DispatcherChain
{
    // Somebody else may change the chain at the same time; each attempt starts over with what is there then.
    private const int Attempts = 20;

    /// <param name="socket">Becomes the admission's.</param>
    public static ChainAdmission Add(NetlinkSocket socket, NetworkInterface device, ProgramMaking added, DispatcherSlot slot, XdpMode mode)
    {
        for (int attempt = 1; ; attempt++)
        {
            using DispatcherPins locked = DispatcherPins.Lock();
            device = NetworkInterface.ByIndex(socket, device.Index);
            using Dispatcher? old = Dispatcher.Read(device);
            IReadOnlyList<DispatcherProgram> kept = old?.Programs ?? [];
            if (kept.Count == DispatcherConfiguration.MaxPrograms)
                throw new BpfException($"The chain of interface '{device.Name}' has {kept.Count} XDP programs, and a dispatcher calls no more.");
            int place = ChainOrder.PlaceOf(kept, slot.Priority, ObjectNames.Cut(added.Image.Name), static p => (p.Slot.Priority, p.Name));
            using Dispatcher next = Dispatcher.Make(device.Index, kept, added, slot, place);
            if (Put(socket, device, old, next, mode, attempt) is not { } put)
                continue;
            uint id = next.Programs[place].Id;
            int index = device.Index;
            try
            {
                Retire(index, old);
            }
            catch
            {
                // The program is in the chain already, and nobody would have a link to take it out by.
                locked.Dispose();
                Remove(socket, index, id);
                throw;
            }
            return new ChainAdmission(XdpChainKind.Dispatcher, put.Mode, id, put.FallbackReason, () => RemoveAndClose(socket, index, id));
        }
    }

    public static XdpChainState? Query(NetworkInterface device)
    {
        if (!System.IO.Directory.Exists(DispatcherPins.Root))
            return null;
        using DispatcherPins locked = DispatcherPins.Lock();
        using Dispatcher? dispatcher = Dispatcher.Read(device);
        return dispatcher is null || device.Xdp.ModeOf(dispatcher.Id) is not { } mode
            ? null
            : new XdpChainState(XdpChainKind.Dispatcher, mode, [.. dispatcher.Programs.Select(static p =>
                new XdpChainMember(p.Slot.Priority, ChainVerdict.Actions(p.Slot.ContinueOn), p.Id, p.Name, p.Slot.HasFragments))]);
    }

    private static void RemoveAndClose(NetlinkSocket socket, int interfaceIndex, uint program)
    {
        using (socket)
            Remove(socket, interfaceIndex, program);
    }

    private static void Remove(NetlinkSocket socket, int interfaceIndex, uint program)
    {
        for (int attempt = 1; ; attempt++)
        {
            using DispatcherPins locked = DispatcherPins.Lock();
            if (Find(socket, interfaceIndex) is not { } device)
            {
                DispatcherPins.RemoveStale(interfaceIndex, program);
                return;
            }
            using Dispatcher? old = Dispatcher.Read(device);
            List<DispatcherProgram> kept = [.. old?.Programs.Where(p => p.Id != program) ?? []];
            // Somebody has taken it out, or the whole chain away.
            if (old is null || kept.Count == old.Programs.Count)
                return;
            using Dispatcher? next = kept.Count == 0 ? null : Dispatcher.Make(interfaceIndex, kept, null, default, 0);
            if (Put(socket, device, old, next, XdpMode.Auto, attempt) is null)
                continue;
            Retire(interfaceIndex, old);
            return;
        }
    }

    // Null where the chain is another one by now.
    private static (XdpMode Mode, string FallbackReason)? Put(NetlinkSocket socket, NetworkInterface device, Dispatcher? old, Dispatcher? next, XdpMode mode, int attempt)
    {
        bool isPut = false;
        try
        {
            if (old is null && next is not null)
            {
                var options = new XdpAttachOptions { Mode = mode, Holder = XdpHolder.Netlink };
                XdpPlacement placed = XdpAttaching.Place(new XdpAttaching.Attempt(socket, next.Program, device, null, ByLink: false), options);
                isPut = true;
                return (placed.Mode, placed.FallbackReason);
            }
            XdpMode there = device.Xdp.ModeOf(old!.Id) ?? XdpMode.Native;
            NetlinkReply reply = XdpRequests.Replace(socket, device.Index, old.Program.Descriptor, next?.Program.Descriptor, XdpAttaching.FlagOf(there));
            isPut = reply.Error == 0;
            if (isPut)
                return (there, "");
            if (attempt < Attempts && HasChanged(socket, device))
                return null;
            throw Clsact.Failure($"change the chain of XDP programs on interface '{device.Name}'", reply);
        }
        catch (HookBusyException) when (attempt < Attempts && HasChanged(socket, device))
        {
            return null;
        }
        catch (BpfException) when (IsDone(socket, device, old, next) is { } done)
        {
            // The kernel has done it, and only its answer was lost.
            isPut = true;
            return (done, "");
        }
        finally
        {
            // Without its files a dispatcher that runs would call nothing: they go only where it is known not to run.
            if (!isPut && next is not null && !MayRun(socket, device.Index, next.Id))
                DispatcherPins.Remove(device.Index, next.Id);
        }
    }

    // Where the chain runs after the change; null where it has not been made.
    private static XdpMode? IsDone(NetlinkSocket socket, NetworkInterface device, Dispatcher? old, Dispatcher? next)
    {
        if (Find(socket, device.Index) is not { } now)
            return null;
        return next is not null ? now.Xdp.ModeOf(next.Id) : now.Xdp.ModeOf(old!.Id) is null ? device.Xdp.ModeOf(old.Id) : null;
    }

    private static bool MayRun(NetlinkSocket socket, int interfaceIndex, uint dispatcher)
    {
        try
        {
            return Find(socket, interfaceIndex)?.Xdp.ModeOf(dispatcher) is not null;
        }
        catch (BpfException)
        {
            return true;
        }
    }

    private static bool HasChanged(NetlinkSocket socket, NetworkInterface device) => Find(socket, device.Index) is { } now && now.Xdp != device.Xdp;

    private static NetworkInterface? Find(NetlinkSocket socket, int interfaceIndex)
    {
        try
        {
            return NetworkInterface.ByIndex(socket, interfaceIndex);
        }
        catch (InterfaceNotFoundException)
        {
            return null;
        }
    }

    // Packets that are in the old dispatcher call its programs to the end: only then are they let go.
    private static void Retire(int interfaceIndex, Dispatcher? old)
    {
        if (old is null)
            return;
        GracePeriod.Wait();
        DispatcherPins.Remove(interfaceIndex, old.Id);
    }
}
