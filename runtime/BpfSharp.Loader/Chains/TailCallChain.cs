using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using BpfSharp.Loader.Netlink;
using BpfSharp.Loader.Programs;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>A chain of this process's programs on an interface, held by one link. Each change is one step of one entry, or of the link.</summary>
internal sealed class TailCallChain
{
    // MAX_TAIL_CALL_CNT in the kernel: the first program is called otherwise.
    private const int MaxPrograms = 34;

    private static readonly Lock s_turn = new();
    private static readonly Dictionary<(string Namespace, int Interface), TailCallChain> s_chains = [];

    private readonly List<TailCallMember> _members = [];
    private readonly (string Namespace, int Interface) _key;
    private XdpPlacement? _head;

    private TailCallChain((string, int) key) => _key = key;

    /// <summary>Whether this process has such a chain on the interface (of the calling thread's namespace).</summary>
    public static bool Exists(NetworkInterface device)
    {
        lock (s_turn)
            return s_chains.TryGetValue(KeyOf(device), out TailCallChain? chain) && chain.IsAlive;
    }

    public static ChainAdmission Add(NetlinkSocket socket, NetworkInterface device, ProgramMaking making, ProgramKind kind, DispatcherSlot slot, XdpMode mode)
    {
        lock (s_turn)
        {
            (string, int) key = KeyOf(device);
            if (!s_chains.TryGetValue(key, out TailCallChain? chain) || !chain.IsAlive)
                chain = new TailCallChain(key);
            TailCallMember added = chain.Insert(socket, device, making, kind, slot, mode);
            s_chains[key] = chain;
            XdpPlacement head = chain._head!;
            return new ChainAdmission(XdpChainKind.TailCalls, head.Mode, added.Id, head.FallbackReason, () => Remove(chain, added));
        }
    }

    public static XdpChainState? Query(NetworkInterface device)
    {
        lock (s_turn)
        {
            if (!s_chains.TryGetValue(KeyOf(device), out TailCallChain? chain) || !chain.IsAlive)
                return null;
            return new XdpChainState(XdpChainKind.TailCalls, chain._head!.Mode, [.. chain._members.Select(static m =>
                new XdpChainMember(m.Slot.Priority, ChainVerdict.Actions(m.Slot.ContinueOn), m.Id, ObjectNames.Cut(m.Program.Name), m.Slot.HasFragments))]);
        }
    }

    private static (string, int) KeyOf(NetworkInterface device) => (CurrentNamespace.Name, device.Index);

    // The interface may have gone, and its number may come again.
    private bool IsAlive => _head?.Attachment is XdpLinkAttachment link
        && KernelObjects.TryGetInfo(link.Descriptor, out LinkInfo info) == 0 && info.InterfaceIndex != 0;

    private TailCallMember Insert(NetlinkSocket socket, NetworkInterface device, ProgramMaking making, ProgramKind kind, DispatcherSlot slot, XdpMode mode)
    {
        if (_members.Count == MaxPrograms)
            throw new BpfException($"The chain of interface '{device.Name}' has {MaxPrograms} XDP programs, and the kernel makes no more tail calls for a packet.");
        if (_members.Find(m => m.Slot.HasFragments != slot.HasFragments) is { } other)
        {
            string with = slot.HasFragments ? making.Image.Name : other.Program.Name, without = slot.HasFragments ? other.Program.Name : making.Image.Name;
            throw new BpfException(
                $"Program '{with}' takes packets with fragments and '{without}' does not: the kernel lets no tail call go from one to the other. Declare both [XdpProgram(Fragments = true)], or neither.");
        }
        int place = ChainOrder.PlaceOf(_members, slot.Priority, making.Image.Name, static m => (m.Slot.Priority, m.Program.Name));
        TailCallMember added = TailCallMember.Load(making, kind, slot);
        try
        {
            TailCallMember? successor = place < _members.Count ? _members[place] : null;
            if (successor is not null)
                added.GoOnWith(successor);
            if (_head is null)
                _head = XdpAttaching.Place(new XdpAttaching.Attempt(socket, added.Program, device, null, ByLink: true), new XdpAttachOptions { Mode = mode });
            else
                LeadTo(place, added, device.Name);
            _members.Insert(place, added);
            return added;
        }
        catch
        {
            added.Dispose();
            throw;
        }
    }

    private static void Remove(TailCallChain chain, TailCallMember member)
    {
        lock (s_turn)
            chain.Remove(member);
    }

    private void Remove(TailCallMember member)
    {
        member.IsLeaving = true;
        if (_members.TrueForAll(static m => m.IsLeaving))
        {
            if (s_chains.GetValueOrDefault(_key) == this)
                s_chains.Remove(_key);
            List<IDisposable> all = [.. _members];
            _members.Clear();
            _head!.Attachment.Detach();
            GracePeriod.Wait();
            Disposal.All(all);
            return;
        }
        int place = _members.IndexOf(member);
        if (IsAlive)
            LeadTo(place, place + 1 < _members.Count ? _members[place + 1] : null, $"{_key.Interface}");
        _members.RemoveAt(place);
        // Packets that are in it go on to its successor.
        GracePeriod.Wait();
        member.Dispose();
    }

    // What comes before the place, or the link, goes on with that program.
    private void LeadTo(int place, TailCallMember? member, string interfaceName)
    {
        if (place > 0)
            _members[place - 1].GoOnWith(member);
        else
            _head!.Attachment.Replace(member!.Program, null, interfaceName);
    }
}
